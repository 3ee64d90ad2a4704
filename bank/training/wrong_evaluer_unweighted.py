# Moyenne des moyennes de batch.
# perd : evaluer_test_accuracy, evaluer_test_mean_loss
# dit : pesez chaque loss

# %% evaluer
def evaluer(model, loader, loss):
    model.eval()
    pertes, exactitudes = [], []
    with torch.no_grad():
        for x, y in loader:
            output, _ = model(x)
            pertes.append(loss(output, y).item())
            exactitudes.append((output.argmax(dim=1) == y).float().mean().item())
    return sum(pertes) / len(pertes), sum(exactitudes) / len(exactitudes)
