# Fait une rétropropagation et un pas pendant l'évaluation.
# perd : entrainer_test_best, entrainer_test_best_survives, evaluer_test_accuracy, evaluer_test_eval_mode, evaluer_test_mean_loss

# %% evaluer
def evaluer(model, loader, loss):
    model.eval()
    perte, justes, nombre = 0.0, 0, 0
    for x, y in loader:
        output, _ = model(x)
        valeur = loss(output, y)
        valeur.backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= 0.1 * p.grad
                p.grad = None
        perte += valeur.item() * len(y)
        justes += (output.argmax(dim=1) == y).sum().item()
        nombre += len(y)
    return perte / nombre, justes / nombre
