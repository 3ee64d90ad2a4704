# EQUIVALENTS n'est pas appliqué.
# perd : normaliser_test_equivalents, normaliser_visible
# dit : remplacez-les comme le dit EQUIVALENTS

# %% normaliser
def normaliser(nom):
    nom = unicodedata.normalize("NFD", nom.strip().lower())
    return "".join(c for c in nom if unicodedata.category(c) != "Mn")
