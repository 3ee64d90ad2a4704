# Des boucles, nom par nom.

# %% masque
def masque(longueurs, T):
    m = torch.zeros(T, len(longueurs), dtype=torch.bool)
    for b, n in enumerate(longueurs):
        m[:n, b] = True
    return m


def moyenne(valeurs, longueurs):
    return torch.stack([valeurs[:n, b].mean(0) for b, n in enumerate(longueurs.tolist())])
