# F.one_hot rend des entiers.
# perd : encoder_test_one_hot
# dit : veulent des flottants

# %% encoder
def encoder(nom):
    return F.one_hot(torch.tensor([ALPHABET.find(c) % N_LETTRES for c in normaliser(nom)]), N_LETTRES)
