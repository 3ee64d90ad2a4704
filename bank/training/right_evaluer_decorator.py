# Décorateur no_grad, tout concaténé à la fin.

# %% evaluer
@torch.no_grad()
def evaluer(model, loader, loss):
    model.eval()
    sorties, cibles, pertes = [], [], []
    for x, y in loader:
        output = model(x)[0]
        pertes += [loss(output, y)] * len(y)
        sorties.append(output)
        cibles.append(y)
    justes = torch.cat(sorties).argmax(-1) == torch.cat(cibles)
    return torch.stack(pertes).mean().item(), justes.float().mean().item()
