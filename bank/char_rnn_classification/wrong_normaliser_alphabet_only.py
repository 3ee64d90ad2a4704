# Les caractères hors de l'alphabet sont ôtés dès la normalisation.
# perd : encoder_test_unknown, lire_test_names, lire_test_targets, lire_visible, normaliser_test_case_and_edges
# dit : c'est encoder qui leur donne une colonne

# %% normaliser
def normaliser(nom):
    nom = nom.strip().lower()
    for lettre, remplacement in EQUIVALENTS.items():
        nom = nom.replace(lettre, remplacement)
    return "".join(c for c in unicodedata.normalize("NFD", nom) if c in ALPHABET)
