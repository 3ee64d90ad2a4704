# En boucle, station par station.

# %% normaliser
def normaliser(train, test):
    train_n, test_n = train.clone(), test.clone()
    maxima = torch.zeros(train.shape[2], 2)
    for s in range(train.shape[2]):
        for d in range(2):
            m = train[:, :, s, d].max().item()
            if m == 0:
                m = 1.0
            maxima[s, d] = m
            train_n[:, :, s, d] /= m
            test_n[:, :, s, d] /= m
    return train_n, test_n, maxima


def denormaliser(flux, maxima):
    return torch.einsum("...sd,sd->...sd", flux, maxima)
