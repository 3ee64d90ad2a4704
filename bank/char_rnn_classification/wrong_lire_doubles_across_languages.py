# Les doubles sont écartés aussi d'une langue à l'autre.
# perd : lire_test_names, lire_visible
# dit : doit rester dans les deux

# %% lire
def lire(textes):
    langues = sorted(textes)
    noms, cibles = [], []
    for cible, langue in enumerate(langues):
        for ligne in textes[langue].splitlines():
            nom = normaliser(ligne)
            if nom and not nom.startswith("#") and nom not in noms:
                noms.append(nom)
                cibles.append(cible)
    return noms, cibles, langues
