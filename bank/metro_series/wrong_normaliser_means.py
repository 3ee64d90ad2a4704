# Divise par les moyennes.
# perd : normaliser_test_closed_station, normaliser_test_maxima_of_each_station, normaliser_test_nothing_leaks_from_the_test, normaliser_visible
# dit : les maxima étaient demandés

# %% normaliser
def normaliser(train, test):
    maxima = train.mean(dim=(0, 1)).clamp(min=1)
    return train / maxima, test / maxima, maxima


def denormaliser(flux, maxima):
    return flux * maxima
