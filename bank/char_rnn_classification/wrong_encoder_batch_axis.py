# (T, 1, N), comme dans le tutoriel qui traite un nom à la fois.
# perd : encoder_test_normalises, encoder_test_one_hot, encoder_test_unknown, encoder_visible
# dit : un axe de batch

# %% encoder
def encoder(nom):
    nom = normaliser(nom)
    x = torch.zeros(len(nom), 1, N_LETTRES)
    for t, lettre in enumerate(nom):
        x[t, 0, ALPHABET.find(lettre)] = 1
    return x
