# argmax sur le batch.
# perd : entrainer_test_best, entrainer_test_best_survives, entrainer_test_event_files, entrainer_test_history, entrainer_test_resume, entrainer_visible, evaluer_test_accuracy, evaluer_test_eval_mode, evaluer_test_mean_loss, evaluer_visible

# %% evaluer
def evaluer(model, loader, loss):
    model.eval()
    perte, justes, nombre = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            output, _ = model(x)
            perte += loss(output, y).item() * len(y)
            justes += (output.argmax(dim=0) == y).sum().item()
            nombre += len(y)
    return perte / nombre, justes / nombre
