# ALPHABET.index : une erreur sur un caractère inconnu.
# perd : encoder_test_unknown
# dit : ALPHABET.find rend -1

# %% encoder
def encoder(nom):
    nom = normaliser(nom)
    x = torch.zeros(len(nom), N_LETTRES)
    for t, lettre in enumerate(nom):
        x[t, ALPHABET.index(lettre)] = 1
    return x
