# set_grad_enabled(False), classe la plus probable par topk.

# %% evaluer
def evaluer(model, loader, loss):
    model.eval()
    mesures = []
    with torch.set_grad_enabled(False):
        for x, y in loader:
            p = model(x)[0]
            vrai = (p.topk(1, dim=-1).indices.squeeze(-1) == y).sum()
            mesures.append([len(y) * loss(p, y).item(), vrai.item(), len(y)])
    perte, justes, n = (sum(colonne) for colonne in zip(*mesures))
    return perte / n, justes / n
