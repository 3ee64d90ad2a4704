# Sans Dataset : les fenêtres par unfold.

# %% exactitude
def exactitude(modele, flux, length, stations_max):
    modele.eval()
    normalise = flux / stations_max
    fenetres = normalise.unfold(1, length, 1)  # (jours, débuts, stations, 2, length)
    x = fenetres.permute(4, 0, 1, 2, 3)
    vraies = torch.arange(flux.shape[2]).expand(x.shape[1:4]).flatten()
    with torch.inference_mode():
        devinees = modele.decode(modele(x.flatten(1, 3))[-1]).topk(1).indices.squeeze(1)
    return torch.eq(devinees, vraies).sum().item() / vraies.numel()
