# Écrit le pas en dur.
# perd : entrainer_classifieur_test_descends_the_cross_entropy, entrainer_classifieur_test_goes_batch_by_batch, entrainer_classifieur_test_tells_stations_apart
# dit : lr donné

# %% entrainer_classifieur
def entrainer_classifieur(modele, flux, length, epochs, batch_size, lr):
    lots = DataLoader(SampleMetroDataset(flux, length), batch_size=batch_size, shuffle=True)
    critere = nn.CrossEntropyLoss()
    optimiseur = torch.optim.Adam(modele.parameters(), lr=1e-4)
    courbe = []
    for epoque in range(epochs):
        pertes = []
        for x, y in lots:
            optimiseur.zero_grad()
            perte = critere(modele.decode(modele(x.transpose(0, 1))[-1]), y)
            perte.backward()
            optimiseur.step()
            pertes.append(perte.item())
        courbe.append(sum(pertes) / len(pertes))
    return courbe
