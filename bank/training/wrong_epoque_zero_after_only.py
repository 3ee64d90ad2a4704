# Remet à zéro après le pas seulement : le premier pas hérite de ce qui précède.
# perd : entrainer_epoque_test_steps
# dit : d'avant l'époque

# %% entrainer_epoque
def entrainer_epoque(model, loader, loss, optim, clip=None):
    model.train()
    somme, nombre = 0.0, 0
    for x, y in loader:
        output, _ = model(x)
        perte = loss(output, y)
        perte.backward()
        if clip is not None:
            nn.utils.clip_grad_norm_(model.parameters(), clip)
        optim.step()
        optim.zero_grad()
        somme += perte.item() * len(y)
        nombre += len(y)
    return somme / nombre
