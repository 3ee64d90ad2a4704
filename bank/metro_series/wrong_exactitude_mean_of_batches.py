# Moyenne les exactitudes des lots, le dernier plus petit.
# perd : exactitude_test_share_of_the_windows

# %% exactitude
def exactitude(modele, flux, length, stations_max):
    exemples = SampleMetroDataset(flux, length, stations_max)
    justes = 0
    with torch.no_grad():
        for x, y in DataLoader(exemples, batch_size=37):
            scores = modele.decode(modele(x.transpose(0, 1))[-1])
            justes += (scores.argmax(dim=-1) == y).float().mean().item()
    return justes / -(-len(exemples) // 37)
