# Divise par le nombre d'exemples des loss qui sont déjà des moyennes.
# perd : evaluer_test_mean_loss
# dit : déjà des moyennes

# %% evaluer
def evaluer(model, loader, loss):
    model.eval()
    perte, justes, nombre = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            output, _ = model(x)
            perte += loss(output, y).item()
            justes += (output.argmax(dim=1) == y).sum().item()
            nombre += len(y)
    return perte / nombre, justes / nombre
