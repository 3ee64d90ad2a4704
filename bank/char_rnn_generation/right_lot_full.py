# torch.full puis chaque colonne.

# %% lot
def lot(mots):
    T = max(len(mot) for mot in mots) + 1
    entrees = torch.full((T, len(mots)), FIN)
    cibles = torch.full((T, len(mots)), IGNORE)
    for j, mot in enumerate(mots):
        entree, cible = paires(mot)
        entrees[: len(entree), j] = entree
        cibles[: len(cible), j] = cible
    return entrees, cibles
