# Sous no_grad.
# perd : coder_visible
# dit : coupée du réseau

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    with torch.no_grad():
        scores, _ = modele(torch.tensor(categories), entrees)
    return F.cross_entropy(scores.flatten(0, 1), cibles.flatten())
