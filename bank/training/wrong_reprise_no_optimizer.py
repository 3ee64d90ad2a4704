# L'état de l'optimiseur n'est pas repris.
# perd : entrainer_test_resume, reprise_test_optimizer
# dit : Adam repart

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
    torch.set_rng_state(etat["generateur"])
    return etat["historique"]
