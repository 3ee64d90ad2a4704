# Softmax avant cross_entropy.
# perd : coder_visible
# dit : Softmax est appliqué

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores, _ = modele(torch.tensor(categories), entrees)
    return F.cross_entropy(scores.flatten(0, 1).softmax(-1), cibles.flatten())
