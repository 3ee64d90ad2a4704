# Seul le premier paramètre est donné à l'optimiseur.
# perd : entrainer_epoque_test_clipping, entrainer_epoque_test_learns_to_recall, entrainer_epoque_test_mean_loss, entrainer_epoque_test_steps, entrainer_test_resume, optimiseur_test_settings
# dit : les donne tous

# %% optimiseur
def optimiseur(model, nom, lr):
    return {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[nom](list(model.parameters())[:1], lr=lr)
