# Ramène le test entre 0 et 1.
# perd : normaliser_test_closed_station, normaliser_test_inverse, normaliser_test_nothing_leaks_from_the_test, normaliser_visible
# dit : doit dépasser 1

# %% normaliser
def normaliser(train, test):
    maxima = train.amax(dim=(0, 1)).clamp(min=1)
    return train / maxima, (test / maxima).clamp(max=1), maxima


def denormaliser(flux, maxima):
    return flux * maxima
