# Le nom n'est pas normalisé.
# perd : encoder_test_normalises, encoder_visible, predire_test_ranking
# dit : passe d'abord par normaliser

# %% encoder
def encoder(nom):
    return torch.eye(N_LETTRES)[[ALPHABET.find(c) for c in nom]]
