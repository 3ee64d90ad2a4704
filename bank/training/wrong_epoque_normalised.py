# Normalise toujours : les petits gradients sont allongés.
# perd : entrainer_epoque_test_clipping
# dit : sont allongés

# %% entrainer_epoque
def entrainer_epoque(model, loader, loss, optim, clip=None):
    model.train()
    somme, nombre = 0.0, 0
    for x, y in loader:
        optim.zero_grad()
        output, _ = model(x)
        perte = loss(output, y)
        perte.backward()
        if clip is not None:
            norme = torch.stack([p.grad.norm() for p in model.parameters()]).norm()
            for p in model.parameters():
                p.grad *= clip / norme
        optim.step()
        somme += perte.item() * len(y)
        nombre += len(y)
    return somme / nombre
