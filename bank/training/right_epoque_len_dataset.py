# Divise par len(loader.dataset), zero_grad du modèle.

# %% entrainer_epoque
def entrainer_epoque(model, loader, loss, optim, clip=None):
    model.train(True)
    total = 0
    for x, y in loader:
        model.zero_grad()
        yhat = model(x)[0]
        perte = loss(yhat, y)
        perte.backward()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=clip)
        optim.step()
        total += perte.item() * y.size(0)
    return total / len(loader.dataset)
