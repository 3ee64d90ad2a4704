# La somme des lettres divisée par T.
# perd : masque_test_mean
# dit : la longueur du batch

# %% masque
def masque(longueurs, T):
    return torch.arange(T)[:, None] < longueurs


def moyenne(valeurs, longueurs):
    return (valeurs * masque(longueurs, len(valeurs))[:, :, None]).mean(0)
