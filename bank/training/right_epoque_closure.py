# Le pas reçoit une fermeture qui recalcule la loss et son gradient.

# %% entrainer_epoque
def entrainer_epoque(model, loader, loss, optim, clip=None):
    model.train()
    clip = float("inf") if clip is None else clip
    total, n = 0.0, 0
    for x, y in loader:

        def fermeture():
            optim.zero_grad(set_to_none=False)
            perte = loss(model(x)[0], y)
            perte.backward()
            nn.utils.clip_grad_norm_(model.parameters(), clip)
            return perte

        total += optim.step(fermeture).item() * len(y)
        n += len(y)
    return total / n
