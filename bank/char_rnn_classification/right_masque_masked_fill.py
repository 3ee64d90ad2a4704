# masked_fill, et le nombre de lettres compté dans le masque.

# %% masque
def masque(longueurs, T):
    return torch.arange(T).unsqueeze(1).expand(T, longueurs.numel()).lt(longueurs.unsqueeze(0))


def moyenne(valeurs, longueurs):
    m = masque(longueurs, valeurs.size(0))
    somme = valeurs.masked_fill(m.logical_not().unsqueeze(-1), 0.0).sum(dim=0)
    return somme / m.sum(dim=0).unsqueeze(-1)
