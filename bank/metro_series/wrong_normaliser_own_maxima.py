# Normalise le test par ses propres maxima.
# perd : normaliser_test_closed_station, normaliser_test_inverse, normaliser_test_nothing_leaks_from_the_test, normaliser_visible
# dit : par leurs propres maxima

# %% normaliser
def normaliser(train, test):
    maxima = train.amax(dim=(0, 1)).clamp(min=1)
    return train / maxima, test / test.amax(dim=(0, 1)).clamp(min=1), maxima


def denormaliser(flux, maxima):
    return flux * maxima
