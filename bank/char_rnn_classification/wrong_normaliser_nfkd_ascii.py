# NFKD puis ASCII : ß et ł disparaissent.
# perd : encoder_test_unknown, normaliser_test_equivalents, normaliser_visible
# dit : disparaissent

# %% normaliser
def normaliser(nom):
    nom = unicodedata.normalize("NFKD", nom.strip().lower())
    return nom.encode("ascii", "ignore").decode()
