# moyenne sur tous les pas, padding compris.
# perd : masque_test_mean
# dit : le padding compte comme des lettres

# %% masque
def masque(longueurs, T):
    return torch.arange(T)[:, None] < longueurs


def moyenne(valeurs, longueurs):
    return valeurs.mean(0)
