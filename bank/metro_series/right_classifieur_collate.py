# Le temps d'abord dès le lot, par collate_fn ; sur l'appareil du cours.

# %% entrainer_classifieur
def _en_lot(exemples):
    fenetres, stations = zip(*exemples)
    return torch.stack(fenetres, 1), torch.as_tensor(stations)


def entrainer_classifieur(modele, flux, length, epochs, batch_size, lr):
    modele.to(device)
    lots = DataLoader(
        SampleMetroDataset(flux, length=length), batch_size, shuffle=True, collate_fn=_en_lot
    )
    optimizer = torch.optim.Adam(params=modele.parameters(), lr=lr)
    loss_fn = nn.NLLLoss()
    courbe = []
    for _ in range(epochs):
        epoque = torch.zeros(())
        for x, y in lots:
            log_probas = torch.log_softmax(modele.decode(modele(x.to(device))[-1]), -1)
            loss = loss_fn(log_probas, y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            epoque += loss.detach().cpu() / len(lots)
        courbe.append(epoque.item())
    return courbe
