# torch.initial_seed() à la place de l'état : le générateur repart du début.
# perd : entrainer_test_resume, reprise_test_generator
# dit : une graine fixe

# %% reprise
def sauver(chemin, model, optim, historique):
    etat = {
        "model": model.state_dict(),
        "optim": optim.state_dict(),
        "generateur": torch.initial_seed(),
        "historique": historique,
    }
    torch.save(etat, chemin)


def reprendre(chemin, model, optim):
    etat = torch.load(chemin)
    model.load_state_dict(etat["model"])
    optim.load_state_dict(etat["optim"])
    torch.manual_seed(etat["generateur"])
    return etat["historique"]
