# Le nombre de réponses justes, pas leur part.
# perd : evaluer_test_accuracy, evaluer_visible
# dit : divisez

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
    return perte / nombre, float(justes)
