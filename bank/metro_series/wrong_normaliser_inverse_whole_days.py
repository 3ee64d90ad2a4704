# denormaliser ne prend que des jours entiers.
# perd : normaliser_test_inverse
# dit : échoue sur des flux

# %% normaliser
def normaliser(train, test):
    maxima = train.amax(dim=(0, 1)).clamp(min=1)
    return train / maxima, test / maxima, maxima


def denormaliser(flux, maxima):
    return torch.einsum("dtso,so->dtso", flux, maxima)
