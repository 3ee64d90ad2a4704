# La somme au lieu de la moyenne.
# perd : masque_test_mean
# dit : c'est la somme sur les lettres

# %% masque
def masque(longueurs, T):
    return torch.arange(T)[:, None] < longueurs


def moyenne(valeurs, longueurs):
    return (valeurs * masque(longueurs, len(valeurs))[:, :, None]).sum(0)
