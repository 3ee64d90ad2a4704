# Le pas d'Adam par défaut, lr est ignoré.
# perd : entrainer_test_history, entrainer_test_steps, experience_test_histories
# perd parfois : entrainer_test_learns_order
# dit : Adam

# %% entrainer
def entrainer(model, noms, cibles, epoques=20, lr=0.01, taille_batch=32):
    optimiseur = torch.optim.Adam(model.parameters())
    historique = []
    for epoque in range(epoques):
        total = 0
        for indices in torch.randperm(len(noms)).split(taille_batch):
            x, longueurs = former_batch([noms[i] for i in indices])
            y = torch.tensor([cibles[i] for i in indices])
            perte = F.cross_entropy(model(x, longueurs), y)
            optimiseur.zero_grad()
            perte.backward()
            optimiseur.step()
            total += perte.item() * len(indices)
        historique.append(total / len(noms))
    return historique
