# Remet les gradients à zéro avant la boucle et après chaque pas ; écrêtage à la main.

# %% entrainer_epoque
def entrainer_epoque(model, loader, loss, optim, clip=None):
    model.train()
    optim.zero_grad()
    pertes, tailles = [], []
    for x, y in loader:
        yhat, etats = model(x)
        perte = loss(yhat, y)
        perte.backward()
        if clip is not None:
            norme = sum((p.grad**2).sum() for p in model.parameters()) ** 0.5
            if norme > clip:
                for p in model.parameters():
                    p.grad *= clip / norme
        optim.step()
        optim.zero_grad()
        pertes.append(perte.detach())
        tailles.append(len(y))
    poids = torch.tensor(tailles, dtype=torch.float32)
    return float((torch.stack(pertes) * poids).sum() / poids.sum())
