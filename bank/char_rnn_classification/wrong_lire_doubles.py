# Les noms qui reviennent sont gardés deux fois.
# perd : lire_test_names, lire_visible
# dit : deux fois pour une langue

# %% lire
def lire(textes):
    langues = sorted(textes)
    noms, cibles = [], []
    for cible, langue in enumerate(langues):
        gardes = [normaliser(l) for l in textes[langue].splitlines() if l and l[0] != "#"]
        noms += gardes
        cibles += [cible] * len(gardes)
    return noms, cibles, langues
