# torch.autograd.grad au lieu de backward.

# %% entrainer_epoque
def entrainer_epoque(model, loader, loss, optim, clip=None):
    for module in model.modules():
        module.training = True
    parametres = [p for p in model.parameters() if p.requires_grad]
    cumul, compte = 0.0, 0
    for x, y in loader:
        perte = loss(model(x)[0], y)
        for p, g in zip(parametres, torch.autograd.grad(perte, parametres)):
            p.grad = g
        if clip is not None:
            nn.utils.clip_grad_norm_(parametres, clip)
        optim.step()
        cumul, compte = cumul + float(perte) * len(y), compte + len(y)
    return cumul / compte
