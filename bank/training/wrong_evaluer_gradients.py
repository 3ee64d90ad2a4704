# Oublie no_grad.
# perd : evaluer_test_eval_mode
# dit : torch.no_grad()

# %% evaluer
def evaluer(model, loader, loss):
    model.eval()
    perte, justes, nombre = 0.0, 0, 0
    with torch.enable_grad():
        for x, y in loader:
            output, _ = model(x)
            perte += loss(output, y).item() * len(y)
            justes += (output.argmax(dim=1) == y).sum().item()
            nombre += len(y)
    return perte / nombre, justes / nombre
