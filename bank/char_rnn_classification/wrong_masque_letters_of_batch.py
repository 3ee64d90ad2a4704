# Divisé par le nombre de lettres de tout le batch.
# perd : masque_test_mean
# dit : chaque nom a le sien

# %% masque
def masque(longueurs, T):
    return torch.arange(T)[:, None] < longueurs


def moyenne(valeurs, longueurs):
    m = masque(longueurs, len(valeurs))[:, :, None]
    return (valeurs * m).sum(0) / m.sum()
