# EQUIVALENTS avant les minuscules : Ł, Ø et Œ passent au travers.
# perd : normaliser_test_equivalents
# dit : majuscule n'est pas remplacé

# %% normaliser
def normaliser(nom):
    for lettre, remplacement in EQUIVALENTS.items():
        nom = nom.replace(lettre, remplacement)
    nom = nom.strip().lower()
    return "".join(c for c in unicodedata.normalize("NFD", nom) if unicodedata.category(c) != "Mn")
