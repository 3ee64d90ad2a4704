# Essaie de lire, et se rabat sur les flux simulés si le fichier manque.

# %% charger
def _est_un_flux(flux):
    return flux.ndim == 4 and flux.size(3) == 2 and flux.min() >= 0


def verifier(train, test):
    if not (_est_un_flux(train) and _est_un_flux(test)):
        raise ValueError("ce n'est pas un flux")
    if list(train.shape)[1:] != list(test.shape)[1:]:
        raise ValueError("train et test ne vont pas ensemble")


def charger(chemin):
    try:
        couple = torch.load(chemin, weights_only=True)
    except FileNotFoundError:
        return flux_simules()
    couple = [flux.to(torch.float32) for flux in couple]
    verifier(*couple)
    return couple
