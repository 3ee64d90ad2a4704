# Oublie model.train().
# perd : entrainer_epoque_test_train_mode, entrainer_test_resume
# dit : est resté en mode eval

# %% entrainer_epoque
def entrainer_epoque(model, loader, loss, optim, clip=None):
    somme, nombre = 0.0, 0
    for x, y in loader:
        optim.zero_grad()
        output, _ = model(x)
        perte = loss(output, y)
        perte.backward()
        if clip is not None:
            nn.utils.clip_grad_norm_(model.parameters(), clip)
        optim.step()
        somme += perte.item() * len(y)
        nombre += len(y)
    return somme / nombre
