# Un groupe par paramètre, la classe cherchée par son nom.

# %% optimiseur
def optimiseur(model, nom, lr):
    classe = getattr(torch.optim, {"sgd": "SGD", "adam": "Adam"}[nom.lower()])
    return classe([{"params": [p]} for p in model.parameters()], lr=lr)
