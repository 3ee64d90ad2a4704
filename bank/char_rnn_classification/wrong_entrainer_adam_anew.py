# Adam est recréé à chaque batch : il oublie ses moyennes.
# perd : entrainer_test_steps
# dit : Adam

# %% entrainer
def entrainer(model, noms, cibles, epoques=20, lr=0.01, taille_batch=32):
    optimiseur = torch.optim.Adam(model.parameters(), lr=lr)
    historique = []
    for epoque in range(epoques):
        total = 0
        for indices in torch.randperm(len(noms)).split(taille_batch):
            x, longueurs = former_batch([noms[i] for i in indices])
            y = torch.tensor([cibles[i] for i in indices])
            perte = F.cross_entropy(model(x, longueurs), y)
            optimiseur = torch.optim.Adam(model.parameters(), lr=lr)
            optimiseur.zero_grad()
            perte.backward()
            optimiseur.step()
            total += perte.item() * len(indices)
        historique.append(total / len(noms))
    return historique
