# Oublie de remettre les gradients à zéro.
# perd : entrainer_epoque_test_clipping, entrainer_epoque_test_mean_loss, entrainer_epoque_test_steps, entrainer_test_resume, reprise_test_optimizer
# dit : encore là

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
        somme += perte.item() * len(y)
        nombre += len(y)
    return somme / nombre
