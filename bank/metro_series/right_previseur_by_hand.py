# MSE à la main, lots par indices, temps d'abord dès le départ.

# %% entrainer_previseur
def entrainer_previseur(modele, flux, length, horizon, epochs, batch_size, lr):
    couples = list(ForecastMetroDataset(flux, length, horizon))
    X = torch.stack([x for x, _ in couples], 1)
    Y = torch.stack([y for _, y in couples], 1)
    optimizer = torch.optim.Adam(modele.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        de_l_epoque = []
        for lot in torch.randperm(len(couples)).split(batch_size):
            ecart = modele.decode(modele(X[:, lot])) - Y[:, lot]
            loss = (ecart**2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            de_l_epoque.append(loss.item())
        losses.append(sum(de_l_epoque) / len(de_l_epoque))
    return losses
