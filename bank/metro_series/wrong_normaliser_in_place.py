# Divise sur place.
# perd : normaliser_test_inverse
# dit : sur place

# %% normaliser
def normaliser(train, test):
    maxima = train.amax(dim=(0, 1)).clamp(min=1)
    return train.div_(maxima), test.div_(maxima), maxima


def denormaliser(flux, maxima):
    return flux * maxima
