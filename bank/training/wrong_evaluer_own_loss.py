# Calcule toujours F.nll_loss, pas la loss donnée.
# perd : evaluer_test_eval_mode, evaluer_test_mean_loss
# dit : la fonction `loss`

# %% evaluer
def evaluer(model, loader, loss):
    model.eval()
    perte, justes, nombre = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            output, _ = model(x)
            perte += F.nll_loss(output, y).item() * len(y)
            justes += (output.argmax(dim=1) == y).sum().item()
            nombre += len(y)
    return perte / nombre, justes / nombre
