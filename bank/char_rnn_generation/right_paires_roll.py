# torch.roll puis une case corrigée.

# %% paires
def paires(mot):
    cible = coder(mot)
    entree = cible.roll(1)
    entree[0] = DEBUT
    return (entree, cible)
