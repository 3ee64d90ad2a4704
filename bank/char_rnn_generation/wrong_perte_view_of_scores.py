# view mélange les classes et le temps.
# perd : coder_visible

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores, _ = modele(torch.tensor(categories), entrees)
    scores = scores.view(scores.size(0), -1, scores.size(1))
    return F.cross_entropy(scores, cibles)
