# Toujours Adam.
# perd : entrainer_epoque_test_clipping, entrainer_epoque_test_mean_loss, entrainer_epoque_test_steps, optimiseur_test_settings
# dit : un autre algorithme

# %% optimiseur
def optimiseur(model, nom, lr):
    return torch.optim.Adam(model.parameters(), lr=lr)
