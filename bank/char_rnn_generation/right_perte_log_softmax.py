# log_softmax, gather et un masque.

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores, _ = modele(torch.LongTensor(list(categories)), entrees)
    masque = cibles != IGNORE
    log_p = scores.log_softmax(-1).gather(2, cibles.clamp(min=0).unsqueeze(2)).squeeze(2)
    return -(log_p * masque).sum() / masque.sum()
