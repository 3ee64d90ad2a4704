# NFKD puis ASCII : ß et ł disparaissent.
# perd : normaliser_test_case_and_edges, normaliser_test_equivalents, normaliser_visible
# dit : disparaissent

# %% normaliser
def normaliser(nom):
    nom = unicodedata.normalize("NFKD", nom.strip().lower())
    return nom.encode("ascii", "ignore").decode()
