# Une graine fixe à la reprise.
# perd : entrainer_test_resume, reprise_test_generator

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
    model.load_state_dict(etat["model"])
    optim.load_state_dict(etat["optim"])
    torch.manual_seed(0)
    return etat["historique"]
