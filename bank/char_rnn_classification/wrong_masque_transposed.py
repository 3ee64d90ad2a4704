# Le masque est (B, T).
# perd : masque_test_mask, masque_visible
# dit : le temps vient d'abord

# %% masque
def masque(longueurs, T):
    return torch.arange(T) < longueurs[:, None]


def moyenne(valeurs, longueurs):
    m = masque(longueurs, len(valeurs)).T
    return (valeurs * m[:, :, None]).sum(0) / longueurs[:, None]
