# Un seul pas, à la fin de l'époque.
# perd : entrainer_epoque_test_clipping, entrainer_epoque_test_mean_loss, entrainer_epoque_test_steps
# dit : dans la boucle

# %% entrainer_epoque
def entrainer_epoque(model, loader, loss, optim, clip=None):
    model.train()
    somme, nombre = 0.0, 0
    optim.zero_grad()
    for x, y in loader:
        output, _ = model(x)
        perte = loss(output, y)
        perte.backward()
        somme += perte.item() * len(y)
        nombre += len(y)
    if clip is not None:
        nn.utils.clip_grad_norm_(model.parameters(), clip)
    optim.step()
    return somme / nombre
