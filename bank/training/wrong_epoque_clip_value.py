# Écrête chaque composante (clip_grad_value_).
# perd : entrainer_epoque_test_clipping
# dit : garde la direction

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
            nn.utils.clip_grad_value_(model.parameters(), clip)
        optim.step()
        somme += perte.item() * len(y)
        nombre += len(y)
    return somme / nombre
