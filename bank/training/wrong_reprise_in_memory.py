# Garde des références dans un dictionnaire global, sans fichier.
# perd : entrainer_test_best, entrainer_test_best_survives, entrainer_test_resume, reprise_test_model_and_history, reprise_test_optimizer
# dit : une référence au modèle

# %% reprise
MEMOIRE = {}


def sauver(chemin, model, optim, historique):
    MEMOIRE[str(chemin)] = (model, optim, torch.get_rng_state(), historique)


def reprendre(chemin, model, optim):
    m, o, generateur, historique = MEMOIRE[str(chemin)]
    model.load_state_dict(m.state_dict())
    optim.load_state_dict(o.state_dict())
    torch.set_rng_state(generateur)
    return historique
