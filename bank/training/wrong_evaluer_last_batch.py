# Ne garde que le dernier batch.
# perd : evaluer_test_accuracy, evaluer_test_mean_loss
# dit : du dernier batch

# %% evaluer
def evaluer(model, loader, loss):
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            output, _ = model(x)
            perte = loss(output, y).item()
            exactitude = (output.argmax(dim=1) == y).float().mean().item()
    return perte, exactitude
