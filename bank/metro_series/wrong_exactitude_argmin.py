# Prend le plus petit score.
# perd : exactitude_test_share_of_the_windows
# dit : le pire score

# %% exactitude
def exactitude(modele, flux, length, stations_max):
    exemples = SampleMetroDataset(flux, length, stations_max)
    justes = 0
    with torch.no_grad():
        for x, y in DataLoader(exemples, batch_size=256):
            scores = modele.decode(modele(x.transpose(0, 1))[-1])
            justes += (scores.argmin(dim=-1) == y).sum().item()
    return justes / len(exemples)
