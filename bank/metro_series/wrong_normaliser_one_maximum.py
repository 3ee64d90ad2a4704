# Un seul maximum pour tout le réseau.
# perd : normaliser_test_closed_station, normaliser_test_maxima_of_each_station, normaliser_test_nothing_leaks_from_the_test, normaliser_visible
# dit : ne sont pas ceux de chaque station

# %% normaliser
def normaliser(train, test):
    maxima = train.max().clamp(min=1).expand(train.shape[2:])
    return train / maxima, test / maxima, maxima


def denormaliser(flux, maxima):
    return flux * maxima
