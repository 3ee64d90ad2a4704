# encode("ascii", "ignore") sans décomposer : les lettres accentuées disparaissent.
# perd : encoder_test_unknown, encoder_visible, former_batch_visible, normaliser_test_accents, normaliser_visible
# dit : disparaissent avec leur accent

# %% normaliser
def normaliser(nom):
    nom = nom.strip().lower()
    for lettre, remplacement in EQUIVALENTS.items():
        nom = nom.replace(lettre, remplacement)
    return nom.encode("ascii", "ignore").decode()
