# Les lignes vides sont des noms.
# perd : experience_test_histories, lire_test_names, lire_test_targets, lire_visible
# dit : une ligne vide

# %% lire
def lire(textes):
    langues = sorted(textes)
    noms, cibles = [], []
    for cible, langue in enumerate(langues):
        gardes = [normaliser(l) for l in textes[langue].split("\n") if not l.startswith("#")]
        gardes = list(dict.fromkeys(gardes))
        noms += gardes
        cibles += [cible] * len(gardes)
    return noms, cibles, langues
