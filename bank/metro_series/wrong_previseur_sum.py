# Somme au lieu de moyenne.
# perd : entrainer_previseur_test_descends_the_squared_error, entrainer_previseur_test_goes_batch_by_batch
# dit : erreur quadratique moyenne

# %% entrainer_previseur
def entrainer_previseur(modele, flux, length, horizon, epochs, batch_size, lr):
    exemples = ForecastMetroDataset(flux, length, horizon)
    lots = DataLoader(exemples, batch_size=batch_size, shuffle=True)
    critere = nn.MSELoss(reduction="sum")
    optimiseur = torch.optim.Adam(modele.parameters(), lr=lr)
    courbe = []
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
