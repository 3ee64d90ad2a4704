# Avec os.path, ouvre le fichier soi-même ; les tailles par décomposition.

# %% charger
import os


def verifier(train, test):
    tailles = []
    for flux in [train, test]:
        try:
            jours, pas, stations, directions = flux.shape
        except ValueError:
            raise ValueError("quatre axes attendus") from None
        if directions != 2 or bool(torch.any(flux < 0)):
            raise ValueError("deux directions, des nombres positifs")
        tailles.append((pas, stations))
    if tailles[0] != tailles[1]:
        raise ValueError(f"{tailles[0]} contre {tailles[1]}")


def charger(chemin):
    if os.path.isfile(chemin):
        with open(chemin, "rb") as fichier:
            train, test = torch.load(fichier, map_location="cpu")
        verifier(train, test)
        train, test = train + 0.0, test + 0.0
    else:
        train, test = flux_simules()
    return train, test
