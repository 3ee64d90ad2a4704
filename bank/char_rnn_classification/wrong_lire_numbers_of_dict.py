# Langues triées, mais numérotées dans l'ordre du dictionnaire.
# perd : lire_test_targets
# dit : la cible d'une autre langue

# %% lire
def lire(textes):
    noms, cibles = [], []
    for cible, texte in enumerate(textes.values()):
        uniques = dict.fromkeys(normaliser(l) for l in texte.splitlines())
        gardes = [n for n in uniques if n and not n.startswith("#")]
        noms += gardes
        cibles += [cible] * len(gardes)
    return noms, cibles, sorted(textes)
