# Les caractères inconnus sont sautés.
# perd : encoder_test_unknown
# dit : le nom doit garder sa longueur

# %% encoder
def encoder(nom):
    return torch.eye(N_LETTRES)[[ALPHABET.index(c) for c in normaliser(nom) if c in ALPHABET]]
