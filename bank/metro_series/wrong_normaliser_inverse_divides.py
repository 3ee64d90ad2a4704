# denormaliser divise encore.
# perd : normaliser_test_inverse, normaliser_visible
# dit : ne défait pas

# %% normaliser
def normaliser(train, test):
    maxima = train.amax(dim=(0, 1)).clamp(min=1)
    return train / maxima, test / maxima, maxima


def denormaliser(flux, maxima):
    return flux / maxima
