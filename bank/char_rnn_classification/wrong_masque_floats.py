# Un masque de 0 et de 1 flottants.
# perd : masque_test_mask
# dit : True et False

# %% masque
def masque(longueurs, T):
    return (torch.arange(T)[:, None] < longueurs).float()


def moyenne(valeurs, longueurs):
    m = masque(longueurs, len(valeurs))
    return (valeurs * m[:, :, None]).sum(0) / longueurs[:, None]
