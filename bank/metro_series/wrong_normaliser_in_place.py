# Divise sur place.
# perd : normaliser_test_closed_station, normaliser_test_inverse, normaliser_test_maxima_of_each_station, normaliser_test_nothing_leaks_from_the_test, normaliser_visible
# dit : sur place

# %% normaliser
def normaliser(train, test):
    maxima = train.amax(dim=(0, 1)).clamp(min=1)
    return train.div_(maxima), test.div_(maxima), maxima


def denormaliser(flux, maxima):
    return flux * maxima
