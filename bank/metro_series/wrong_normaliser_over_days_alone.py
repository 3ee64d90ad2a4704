# Le maximum de chaque pas, sur les jours seuls.
# perd : normaliser_test_closed_station, normaliser_test_inverse, normaliser_test_maxima_of_each_station, normaliser_test_nothing_leaks_from_the_test, normaliser_visible
# dit : un maximum par station et direction

# %% normaliser
def normaliser(train, test):
    maxima = train.amax(dim=0).clamp(min=1)
    return train / maxima, test / maxima, maxima


def denormaliser(flux, maxima):
    return flux * maxima
