# Un if par algorithme.

# %% optimiseur
def optimiseur(model, nom, lr):
    if nom == "sgd":
        return torch.optim.SGD(model.parameters(), lr)
    return torch.optim.Adam(model.parameters(), lr)
