# F.one_hot, converti en flottants.

# %% encoder
def encoder(nom):
    places = [ALPHABET.index(c) if c in ALPHABET else N_LETTRES - 1 for c in normaliser(nom)]
    return F.one_hot(torch.tensor(places), N_LETTRES).float()
