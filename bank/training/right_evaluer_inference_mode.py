# inference_mode, et le mode d'avant rendu à la fin.

# %% evaluer
def evaluer(model, loader, loss):
    avant = model.training
    model.train(False)
    with torch.inference_mode():
        perte = justes = 0
        for x, y in loader:
            yhat, _ = model(x)
            perte = perte + float(loss(yhat, y)) * y.shape[0]
            justes = justes + int(torch.sum(yhat.max(dim=1).indices == y))
    model.train(avant)
    n = len(loader.dataset)
    return perte / n, justes / n
