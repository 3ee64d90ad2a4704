# Prend les maxima de train et de test ensemble.
# perd : normaliser_test_closed_station, normaliser_test_maxima_of_each_station, normaliser_test_nothing_leaks_from_the_test, normaliser_visible
# dit : ne le laissez pas déplacer les maxima

# %% normaliser
def normaliser(train, test):
    maxima = torch.cat([train, test]).amax(dim=(0, 1)).clamp(min=1)
    return train / maxima, test / maxima, maxima


def denormaliser(flux, maxima):
    return flux * maxima
