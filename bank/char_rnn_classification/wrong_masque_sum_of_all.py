# Somme de tout, divisée par la vraie longueur.
# perd : masque_test_mean
# dit : appliquez le masque avant

# %% masque
def masque(longueurs, T):
    return torch.arange(T)[:, None] < longueurs


def moyenne(valeurs, longueurs):
    return valeurs.sum(0) / longueurs[:, None]
