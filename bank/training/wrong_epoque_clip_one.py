# Écrête à 1, quel que soit clip.
# perd : entrainer_epoque_test_clipping
# dit : transmettez clip

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
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optim.step()
        somme += perte.item() * len(y)
        nombre += len(y)
    return somme / nombre
