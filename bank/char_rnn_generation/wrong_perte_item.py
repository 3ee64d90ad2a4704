# .item() : plus de gradient.
# perd : coder_visible
# dit : nombre de Python

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores, _ = modele(torch.tensor(categories), entrees)
    return F.cross_entropy(scores.flatten(0, 1), cibles.flatten()).item()
