# Entraîne une copie.
# perd : entrainer_previseur_test_beats_persistence, entrainer_previseur_test_descends_the_squared_error
# dit : une copie

# %% entrainer_previseur
def entrainer_previseur(modele, flux, length, horizon, epochs, batch_size, lr):
    exemples = ForecastMetroDataset(flux, length, horizon)
    lots = DataLoader(exemples, batch_size=batch_size, shuffle=True)
    critere = nn.MSELoss()
    optimiseur = torch.optim.Adam(modele.parameters(), lr=lr)
    courbe = []
    import copy
    modele = copy.deepcopy(modele)
    optimiseur = torch.optim.Adam(modele.parameters(), lr=lr)
    for epoque in range(epochs):
        pertes = []
        for x, y in lots:
            optimiseur.zero_grad()
            perte = critere(modele.decode(modele(x.transpose(0, 1))), y.transpose(0, 1))
            perte.backward()
            optimiseur.step()
            pertes.append(perte.item())
        courbe.append(sum(pertes) / len(pertes))
    return courbe
