# Accumule des tenseurs avec leur graphe, sans item().
# perd : entrainer_epoque_test_learns_to_recall, entrainer_epoque_test_mean_loss, entrainer_epoque_visible
# dit : loss.item()

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
            nn.utils.clip_grad_norm_(model.parameters(), clip)
        optim.step()
        somme += perte * len(y)
        nombre += len(y)
    return somme / nombre
