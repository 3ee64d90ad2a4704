# Le nom à l'envers.
# perd : encoder_test_normalises, encoder_test_one_hot, encoder_test_unknown, encoder_visible
# dit : à l'envers

# %% encoder
def encoder(nom):
    return torch.eye(N_LETTRES)[[ALPHABET.find(c) for c in reversed(normaliser(nom))]]
