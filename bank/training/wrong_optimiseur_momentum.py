# SGD avec une inertie.
# perd : entrainer_epoque_test_clipping, entrainer_epoque_test_mean_loss, entrainer_epoque_test_steps, optimiseur_test_settings
# dit : weight_decay

# %% optimiseur
def optimiseur(model, nom, lr):
    if nom == "sgd":
        return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    return torch.optim.Adam(model.parameters(), lr=lr)
