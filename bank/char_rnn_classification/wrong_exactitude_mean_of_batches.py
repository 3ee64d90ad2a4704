# Moyenne des exactitudes de batchs, le dernier plus petit.
# perd : exactitude_test_accuracy
# dit : chaque nom compte une fois

# %% exactitude
def exactitude(model, noms, cibles):
    mode = model.training
    model.eval()
    parts = []
    with torch.no_grad():
        for i in range(0, len(noms), 10):
            trouvees = model(*former_batch(noms[i:i + 10])).argmax(1)
            parts.append((trouvees == torch.tensor(cibles[i:i + 10])).float().mean().item())
    model.train(mode)
    return sum(parts) / len(parts)
