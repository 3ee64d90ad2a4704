# Repart d'un état nul après la première prévision.
# perd : prevoir_test_feeds_its_forecasts_back
# dit : l'état est perdu

# %% prevoir
def prevoir(modele, x, pas):
    with torch.no_grad():
        h = modele(x)[-1]
        previsions = [modele.decode(h)]
        while len(previsions) < pas:
            h = modele.one_step(previsions[-1], torch.zeros_like(h))
            previsions.append(modele.decode(h))
        return torch.stack(previsions)
