# Le nombre de pas est celui du plus long nom, T est ignoré.
# perd : masque_test_mask, masque_visible
# dit : T est l'argument

# %% masque
def masque(longueurs, T):
    return torch.arange(longueurs.max())[:, None] < longueurs


def moyenne(valeurs, longueurs):
    return torch.stack([valeurs[:n, b].mean(0) for b, n in enumerate(longueurs)])
