# torch.stack de comparaisons, et einsum pour la moyenne.

# %% masque
def masque(longueurs, T):
    return torch.stack([longueurs > t for t in range(T)])


def moyenne(valeurs, longueurs):
    poids = masque(longueurs, len(valeurs)).float() / longueurs
    return torch.einsum("tbh,tb->bh", valeurs, poids)
