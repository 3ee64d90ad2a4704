# lr n'est pas transmis.
# perd : entrainer_epoque_test_clipping, entrainer_epoque_test_learns_to_recall, entrainer_epoque_test_mean_loss, entrainer_epoque_test_steps, entrainer_epoque_test_train_mode, optimiseur_test_settings, optimiseur_visible, reprise_test_optimizer
# dit : le pas de l'optimiseur

# %% optimiseur
def optimiseur(model, nom, lr):
    return {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[nom](model.parameters())
