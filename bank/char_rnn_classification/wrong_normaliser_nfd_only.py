# NFD, mais les accents restent, comme caractères à part.
# perd : encoder_visible, former_batch_visible, normaliser_test_accents, normaliser_visible
# dit : caractères à part

# %% normaliser
def normaliser(nom):
    nom = nom.strip().lower()
    for lettre, remplacement in EQUIVALENTS.items():
        nom = nom.replace(lettre, remplacement)
    return unicodedata.normalize("NFD", nom)
