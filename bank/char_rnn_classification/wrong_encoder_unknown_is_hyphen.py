# La dernière lettre de l'alphabet au lieu de la dernière colonne.
# perd : encoder_test_unknown
# dit : n'a pas son 1 dans la dernière colonne

# %% encoder
def encoder(nom):
    places = [ALPHABET.find(c) % len(ALPHABET) for c in normaliser(nom)]
    return torch.eye(N_LETTRES)[places]
