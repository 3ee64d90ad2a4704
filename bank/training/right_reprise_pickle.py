# pickle et des copies profondes.

# %% reprise
import copy
import pickle


def sauver(chemin, model, optim, historique):
    etats = [copy.deepcopy(objet.state_dict()) for objet in (model, optim)]
    Path(chemin).write_bytes(pickle.dumps((etats, torch.get_rng_state().tolist(), historique)))


def reprendre(chemin, model, optim):
    etats, generateur, historique = pickle.loads(Path(chemin).read_bytes())
    for objet, etat in zip((model, optim), etats):
        objet.load_state_dict(etat)
    torch.set_rng_state(torch.tensor(generateur, dtype=torch.uint8))
    return historique
