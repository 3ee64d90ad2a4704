# decode état par état, la sortie remise à (B, T, 2).

# %% entrainer_previseur
def entrainer_previseur(modele, flux, length, horizon, epochs, batch_size, lr):
    loader = DataLoader(ForecastMetroDataset(flux, length, horizon), batch_size, shuffle=True)
    optimizer = torch.optim.Adam(list(modele.parameters()), lr=lr)
    losses = []
    for _ in range(epochs):
        total = 0
        for x, y in loader:
            optimizer.zero_grad()
            sorties = [modele.decode(h) for h in modele(x.permute(1, 0, 2))]
            loss = F.mse_loss(torch.stack(sorties, dim=1), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total / len(loader))
    return losses
