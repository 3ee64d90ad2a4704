# Un dictionnaire garde l'ordre et écarte les doubles.

# %% lire
def lire(textes):
    langues = sorted(textes)
    listes = []
    for langue in langues:
        lignes = (normaliser(l) for l in textes[langue].split("\n"))
        listes.append(dict.fromkeys(l for l in lignes if l and l[0] != "#"))
    noms = [nom for liste in listes for nom in liste]
    cibles = [i for i, liste in enumerate(listes) for _ in liste]
    return noms, cibles, langues
