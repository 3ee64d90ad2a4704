# Deux max de suite, les zéros remplacés par where.

# %% normaliser
def normaliser(train, test):
    maxima = train.max(dim=0).values.max(dim=0).values
    maxima = torch.where(maxima > 0, maxima, torch.ones_like(maxima))
    return train.div(maxima), test.div(maxima), maxima


def denormaliser(flux, maxima):
    return torch.mul(maxima, flux)
