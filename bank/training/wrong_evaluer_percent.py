# L'exactitude en pourcentage.
# perd : evaluer_test_accuracy, evaluer_visible
# dit : une part entre 0 et 1

# %% evaluer
def evaluer(model, loader, loss):
    model.eval()
    perte, justes, nombre = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            output, _ = model(x)
            perte += loss(output, y).item() * len(y)
            justes += (output.argmax(dim=1) == y).sum().item()
            nombre += len(y)
    return perte / nombre, 100 * justes / nombre
