# Écrête avant la rétropropagation.
# perd : entrainer_epoque_test_clipping
# dit : avant, il n'y a rien à écrêter

# %% entrainer_epoque
def entrainer_epoque(model, loader, loss, optim, clip=None):
    model.train()
    somme, nombre = 0.0, 0
    for x, y in loader:
        optim.zero_grad()
        output, _ = model(x)
        perte = loss(output, y)
        if clip is not None:
            nn.utils.clip_grad_norm_(model.parameters(), clip)
        perte.backward()
        optim.step()
        somme += perte.item() * len(y)
        nombre += len(y)
    return somme / nombre
