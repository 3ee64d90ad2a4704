# Les cibles sont les noms des langues au lieu de leurs numéros.
# perd : confusion_visible, entrainer_visible, exactitude_visible, experience_test_histories, experience_test_recognises_languages, lire_test_targets
# dit : une cible est un entier

# %% lire
def lire(textes):
    noms, cibles = [], []
    for langue in sorted(textes):
        uniques = dict.fromkeys(normaliser(l) for l in textes[langue].splitlines())
        gardes = [n for n in uniques if n and not n.startswith("#")]
        noms += gardes
        cibles += [langue] * len(gardes)
    return noms, cibles, sorted(textes)
