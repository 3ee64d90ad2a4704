# Mesure aussi l'exactitude à chaque époque, pour l'afficher.

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
            optimiseur.zero_grad()
            perte.backward()
            optimiseur.step()
            total += perte.item() * len(indices)
        historique.append(total / len(noms))
        with torch.no_grad():
            justes = (model(*former_batch(noms)).argmax(1) == torch.tensor(cibles)).sum()
        print(f"époque {epoque + 1} : perte {historique[-1]:.3f}, {justes} justes")
    return historique
