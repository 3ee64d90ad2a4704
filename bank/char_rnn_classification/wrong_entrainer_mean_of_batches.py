# Moyenne des pertes des batchs : le dernier, plus petit, compte autant.
# perd : entrainer_test_history
# dit : compter autant

# %% entrainer
def entrainer(model, noms, cibles, epoques=20, lr=0.01, taille_batch=32):
    optimiseur = torch.optim.Adam(model.parameters(), lr=lr)
    historique = []
    for epoque in range(epoques):
        pertes = []
        for indices in torch.randperm(len(noms)).split(taille_batch):
            x, longueurs = former_batch([noms[i] for i in indices])
            y = torch.tensor([cibles[i] for i in indices])
            perte = F.cross_entropy(model(x, longueurs), y)
            optimiseur.zero_grad()
            perte.backward()
            optimiseur.step()
            pertes.append(perte.item())
        historique.append(sum(pertes) / len(pertes))
    return historique
