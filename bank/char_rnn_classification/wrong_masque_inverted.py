# True pour le padding.
# perd : masque_test_mask, masque_visible
# dit : le masque est inversé

# %% masque
def masque(longueurs, T):
    return torch.arange(T)[:, None] >= longueurs


def moyenne(valeurs, longueurs):
    m = masque(longueurs, len(valeurs))
    return valeurs.masked_fill(m[:, :, None], 0).sum(0) / longueurs[:, None]
