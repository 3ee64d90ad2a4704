# Les doubles sont écartés avant de normaliser : les majuscules les cachent.
# perd : lire_test_names, lire_visible
# dit : comparez après normaliser

# %% lire
def lire(textes):
    langues = sorted(textes)
    noms, cibles = [], []
    for cible, langue in enumerate(langues):
        for ligne in set(textes[langue].splitlines()):
            if ligne and not ligne.startswith("#"):
                noms.append(normaliser(ligne))
                cibles.append(cible)
    return noms, cibles, langues
