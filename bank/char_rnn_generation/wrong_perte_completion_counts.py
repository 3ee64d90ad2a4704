# IGNORE est remplacé par FIN.
# perd : perte_test_backward, perte_test_mean_over_letters
# dit : comptent dans la loss

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores, _ = modele(torch.tensor(categories), entrees)
    cibles = torch.where(cibles == IGNORE, FIN, cibles)
    return F.cross_entropy(scores.flatten(0, 1), cibles.flatten())
