# Les langues numérotées à partir de 1.
# perd : confusion_visible, entrainer_visible, experience_test_recognises_languages, lire_test_targets
# dit : les cibles vont de 0

# %% lire
def lire(textes):
    langues = sorted(textes)
    noms, cibles = [], []
    for cible, langue in enumerate(langues, 1):
        uniques = dict.fromkeys(normaliser(l) for l in textes[langue].splitlines())
        gardes = [n for n in uniques if n and not n.startswith("#")]
        noms += gardes
        cibles += [cible] * len(gardes)
    return noms, cibles, langues
