# <= laisse passer un pas de padding.
# perd : masque_test_mask, masque_test_mean, masque_visible
# dit : un pas de padding

# %% masque
def masque(longueurs, T):
    return torch.arange(T)[:, None] <= longueurs


def moyenne(valeurs, longueurs):
    m = masque(longueurs, len(valeurs))
    return (valeurs * m[:, :, None]).sum(0) / longueurs[:, None]
