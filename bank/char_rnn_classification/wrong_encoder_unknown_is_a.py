# Un caractère inconnu devient un a.
# perd : encoder_test_unknown
# dit : pris pour un a

# %% encoder
def encoder(nom):
    return torch.eye(N_LETTRES)[[max(ALPHABET.find(c), 0) for c in normaliser(nom)]]
