# L'état n'est pas transmis d'un pas à l'autre.
# perd : coder_visible
# dit : état neuf

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores = [modele(torch.tensor(categories), pas.unsqueeze(0))[0] for pas in entrees]
    return F.cross_entropy(torch.cat(scores).flatten(0, 1), cibles.flatten())
