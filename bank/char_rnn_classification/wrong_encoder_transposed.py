# Lettres en colonnes, temps en second.
# perd : encoder_test_normalises, encoder_test_one_hot, encoder_test_unknown, encoder_visible
# dit : les axes sont échangés

# %% encoder
def encoder(nom):
    nom = normaliser(nom)
    x = torch.zeros(N_LETTRES, len(nom))
    for t, lettre in enumerate(nom):
        x[ALPHABET.find(lettre), t] = 1
    return x
