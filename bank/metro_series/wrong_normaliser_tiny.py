# Remplace un maximum nul par un nombre minuscule.
# perd : normaliser_test_closed_station
# dit : remplacé par 1

# %% normaliser
def normaliser(train, test):
    maxima = train.amax(dim=(0, 1)).clamp(min=1e-9)
    return train / maxima, test / maxima, maxima


def denormaliser(flux, maxima):
    return flux * maxima
