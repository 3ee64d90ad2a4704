# Oublie optim.step().
# perd : entrainer_epoque_test_clipping, entrainer_epoque_test_learns_to_recall, entrainer_epoque_test_mean_loss, entrainer_epoque_test_steps, entrainer_epoque_visible, entrainer_test_best, entrainer_test_best_survives, entrainer_test_resume
# dit : n'ont pas bougé

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
        somme += perte.item() * len(y)
        nombre += len(y)
    return somme / nombre
