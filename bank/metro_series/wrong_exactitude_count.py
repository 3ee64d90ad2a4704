# Rend le nombre de bonnes réponses.
# perd : exactitude_test_share_of_the_windows, exactitude_visible
# dit : divisez-le

# %% exactitude
def exactitude(modele, flux, length, stations_max):
    exemples = SampleMetroDataset(flux, length, stations_max)
    justes = 0
    with torch.no_grad():
        for x, y in DataLoader(exemples, batch_size=256):
            scores = modele.decode(modele(x.transpose(0, 1))[-1])
            justes += (scores.argmax(dim=-1) == y).sum().item()
    return justes
