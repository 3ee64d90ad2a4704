# Les majuscules restent.
# perd : encoder_visible, lire_test_names, lire_test_targets, lire_visible, normaliser_test_case_and_edges, normaliser_test_equivalents, normaliser_visible, predire_test_ranking
# dit : il reste des majuscules

# %% normaliser
def normaliser(nom):
    nom = nom.strip()
    for lettre, remplacement in EQUIVALENTS.items():
        nom = nom.replace(lettre, remplacement)
    return "".join(c for c in unicodedata.normalize("NFD", nom) if unicodedata.category(c) != "Mn")
