# Vérifie par assert.
# perd : charger_test_refuses_other_shapes
# dit : ValueError

# %% charger
def verifier(train, test):
    for flux in (train, test):
        if flux.dim() != 4 or flux.shape[-1] != 2:
            raise ValueError("un flux a la taille (jours, pas, stations, 2)")
        if (flux < 0).any():
            raise AssertionError("un nombre de voyageurs n'est pas négatif")
    if train.shape[1:] != test.shape[1:]:
        raise ValueError("train et test n'ont pas les mêmes pas ou les mêmes stations")


def charger(chemin):
    if not Path(chemin).exists():
        return flux_simules()
    train, test = torch.load(chemin, weights_only=True)
    verifier(train, test)
    return train.float(), test.float()
