# Divise par zéro pour une station fermée.
# perd : normaliser_test_closed_station
# dit : son maximum est 0

# %% normaliser
def normaliser(train, test):
    maxima = train.amax(dim=(0, 1))
    return train / maxima, test / maxima, maxima


def denormaliser(flux, maxima):
    return flux * maxima
