# split() coupe aux espaces : « De Luca » fait deux noms, le commentaire plusieurs.
# perd : lire_test_names, lire_test_targets, lire_visible
# dit : aucun fichier ne contient

# %% lire
def lire(textes):
    langues = sorted(textes)
    noms, cibles = [], []
    for cible, langue in enumerate(langues):
        mots = dict.fromkeys(normaliser(mot) for mot in textes[langue].split() if mot != "#")
        noms += mots
        cibles += [cible] * len(mots)
    return noms, cibles, langues
