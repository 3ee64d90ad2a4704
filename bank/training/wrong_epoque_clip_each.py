# Écrête chaque paramètre à part.
# perd : entrainer_epoque_test_clipping
# dit : chaque paramètre est écrêté à part

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
            for p in model.parameters():
                nn.utils.clip_grad_norm_(p, clip)
        optim.step()
        somme += perte.item() * len(y)
        nombre += len(y)
    return somme / nombre
