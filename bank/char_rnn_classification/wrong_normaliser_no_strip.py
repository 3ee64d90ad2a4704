# Les blancs et la fin de ligne restent aux bouts du nom.
# perd : normaliser_test_case_and_edges, normaliser_visible
# dit : strip()

# %% normaliser
def normaliser(nom):
    nom = nom.lower()
    for lettre, remplacement in EQUIVALENTS.items():
        nom = nom.replace(lettre, remplacement)
    return "".join(c for c in unicodedata.normalize("NFD", nom) if unicodedata.category(c) != "Mn")
