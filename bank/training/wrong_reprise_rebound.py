# model = … dans la fonction : l'appelant garde l'ancien.
# perd : entrainer_test_best, entrainer_test_resume, reprise_test_model_and_history, reprise_test_optimizer, reprise_visible
# dit : liée de nouveau

# %% reprise
def sauver(chemin, model, optim, historique):
    etat = {
        "model": model.state_dict(),
        "optim": optim.state_dict(),
        "generateur": torch.get_rng_state(),
        "historique": historique,
    }
    torch.save(etat, chemin)


def reprendre(chemin, model, optim):
    etat = torch.load(chemin)
    import copy

    model = copy.deepcopy(model)
    model.load_state_dict(etat["model"])
    optim.load_state_dict(etat["optim"])
    torch.set_rng_state(etat["generateur"])
    return etat["historique"]
