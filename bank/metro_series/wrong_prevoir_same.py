# Répète la première prévision.
# perd : prevoir_test_feeds_its_forecasts_back
# dit : toutes les prévisions sont la même

# %% prevoir
def prevoir(modele, x, pas):
    with torch.no_grad():
        h = modele(x)[-1]
        previsions = [modele.decode(h)]
        while len(previsions) < pas:
            previsions.append(modele.decode(h))
        return torch.stack(previsions)
