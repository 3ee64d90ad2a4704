# Par batchs, décorateur no_grad et topk.

# %% exactitude
@torch.no_grad()
def exactitude(model, noms, cibles):
    mode = model.training
    try:
        model.eval()
        justes = 0
        for debut in range(0, len(noms), 50):
            scores = model(*former_batch(noms[debut:debut + 50]))
            trouvees = scores.topk(1, dim=1).indices[:, 0]
            justes += (trouvees == torch.as_tensor(cibles[debut:debut + 50])).sum()
    finally:
        model.train(mode)
    return justes / len(noms)
