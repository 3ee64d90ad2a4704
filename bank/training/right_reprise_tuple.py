# Un tuple plutôt qu'un dictionnaire.

# %% reprise
def sauver(chemin, model, optim, historique):
    torch.save((model.state_dict(), optim.state_dict(), torch.random.get_rng_state(), list(historique)), str(chemin))


def reprendre(chemin, model, optim):
    m, o, alea, historique = torch.load(chemin, weights_only=True)
    model.load_state_dict(m)
    optim.load_state_dict(o)
    torch.random.set_rng_state(alea)
    return historique
