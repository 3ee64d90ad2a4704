# Toutes les fenêtres en un seul lot.

# %% exactitude
@torch.no_grad()
def exactitude(modele, flux, length, stations_max):
    fenetres, stations = zip(*SampleMetroDataset(flux, length, stations_max=stations_max))
    etats = modele(torch.stack(fenetres, dim=1))
    return float((modele.decode(etats)[-1].max(dim=1).indices == torch.tensor(stations)).float().mean())
