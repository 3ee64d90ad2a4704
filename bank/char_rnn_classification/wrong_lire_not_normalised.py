# Les noms tels qu'ils sont dans le fichier.
# perd : lire_test_names, lire_visible
# dit : chacun passe par normaliser

# %% lire
def lire(textes):
    langues = sorted(textes)
    noms, cibles = [], []
    for cible, langue in enumerate(langues):
        gardes = [l for l in dict.fromkeys(textes[langue].splitlines()) if l and l[0] != "#"]
        noms += gardes
        cibles += [cible] * len(gardes)
    return noms, cibles, langues
