# Les numéros des lettres au lieu des lignes.
# perd : encoder_test_normalises, encoder_test_one_hot, encoder_test_unknown, encoder_visible
# dit : les numéros des lettres

# %% encoder
def encoder(nom):
    return torch.tensor([ALPHABET.find(c) % N_LETTRES for c in normaliser(nom)])
