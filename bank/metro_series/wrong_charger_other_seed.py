# Tire une graine au hasard pour les flux simulés.
# perd : charger_test_absent_file_gives_simulated_flows
# dit : flux_simules() par défaut

# %% charger
def verifier(train, test):
    for flux in (train, test):
        if flux.dim() != 4 or flux.shape[-1] != 2:
            raise ValueError("un flux a la taille (jours, pas, stations, 2)")
        if (flux < 0).any():
            raise ValueError("un nombre de voyageurs n'est pas négatif")
    if train.shape[1:] != test.shape[1:]:
        raise ValueError("train et test n'ont pas les mêmes pas ou les mêmes stations")


def charger(chemin):
    if not Path(chemin).exists():
        return flux_simules(graine=torch.randint(10**6, ()).item() + 1)
    train, test = torch.load(chemin, weights_only=True)
    verifier(train, test)
    return train.float(), test.float()
