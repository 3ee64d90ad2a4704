# L'état du générateur n'est pas repris.
# perd : entrainer_test_resume, reprise_test_generator
# dit : générateur de torch n'a pas été sauvé

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
    return etat["historique"]
