# La somme au lieu de la moyenne.
# perd : coder_visible
# dit : est la somme

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores, _ = modele(torch.tensor(categories), entrees)
    return F.cross_entropy(scores.flatten(0, 1), cibles.flatten(), reduction="sum")
