# Pas de FIN dans la cible.
# perd : coder_visible

# %% paires
def paires(mot):
    code = coder(mot)[:-1]
    entree = torch.cat([torch.tensor([DEBUT]), code[:-1]])
    return entree, code
