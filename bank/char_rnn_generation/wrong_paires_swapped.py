# Entrée et cible échangées.
# perd : coder_visible
# dit : échangées

# %% paires
def paires(mot):
    cible = coder(mot)
    entree = torch.cat([torch.tensor([DEBUT]), cible[:-1]])
    return cible, entree
