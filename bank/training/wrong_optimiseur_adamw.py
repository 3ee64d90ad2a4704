# AdamW au lieu d'Adam.
# perd : optimiseur_test_settings
# dit : weight_decay

# %% optimiseur
def optimiseur(model, nom, lr):
    return {"sgd": torch.optim.SGD, "adam": torch.optim.AdamW}[nom](model.parameters(), lr=lr)
