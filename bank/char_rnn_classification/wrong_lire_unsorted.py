# Les langues dans l'ordre du dictionnaire.
# perd : lire_test_targets
# dit : n'est pas triée

# %% lire
def lire(textes):
    langues = list(textes)
    noms, cibles = [], []
    for cible, langue in enumerate(langues):
        uniques = dict.fromkeys(normaliser(l) for l in textes[langue].splitlines())
        gardes = [n for n in uniques if n and not n.startswith("#")]
        noms += gardes
        cibles += [cible] * len(gardes)
    return noms, cibles, langues
