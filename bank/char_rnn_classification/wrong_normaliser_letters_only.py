# Seules les lettres sont gardées : espaces, apostrophes et traits d'union partent.
# perd : encoder_test_one_hot, encoder_test_unknown, former_batch_visible, lire_test_names, lire_test_targets, lire_visible, normaliser_test_case_and_edges, normaliser_test_equivalents, normaliser_visible
# dit : ce qui sépare les parties

# %% normaliser
def normaliser(nom):
    nom = nom.strip().lower()
    for lettre, remplacement in EQUIVALENTS.items():
        nom = nom.replace(lettre, remplacement)
    return "".join(c for c in unicodedata.normalize("NFD", nom) if c.isalpha())
