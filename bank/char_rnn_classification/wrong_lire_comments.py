# Le commentaire en tête du fichier est un nom.
# perd : lire_test_names, lire_test_targets, lire_visible
# dit : commentaire

# %% lire
def lire(textes):
    langues = sorted(textes)
    noms, cibles = [], []
    for cible, langue in enumerate(langues):
        gardes = [n for n in dict.fromkeys(map(normaliser, textes[langue].splitlines())) if n]
        noms += gardes
        cibles += [cible] * len(gardes)
    return noms, cibles, langues
