# Un caractère inconnu est une ligne de zéros.
# perd : encoder_test_unknown
# dit : une ligne de zéros

# %% encoder
def encoder(nom):
    nom = normaliser(nom)
    x = torch.zeros(len(nom), N_LETTRES)
    for t, lettre in enumerate(nom):
        if lettre in ALPHABET:
            x[t, ALPHABET.index(lettre)] = 1
    return x
