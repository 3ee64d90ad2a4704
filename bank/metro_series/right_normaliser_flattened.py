# Aplatit jours et pas, indexe les zéros.

# %% normaliser
def normaliser(train, test):
    _, _, S, D = train.shape
    maxima, _ = train.reshape(-1, S, D).max(0)
    maxima[maxima == 0] = 1
    facteur = 1 / maxima
    return train * facteur, test * facteur[None, None], maxima


def denormaliser(flux, maxima):
    return flux / (1 / maxima)
