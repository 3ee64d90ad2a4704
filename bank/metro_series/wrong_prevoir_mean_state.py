# Part de la moyenne des états.
# perd : prevoir_test_feeds_its_forecasts_back
# dit : du dernier état de x

# %% prevoir
def prevoir(modele, x, pas):
    with torch.no_grad():
        h = modele(x).mean(0)
        previsions = [modele.decode(h)]
        while len(previsions) < pas:
            h = modele.one_step(previsions[-1], h)
            previsions.append(modele.decode(h))
        return torch.stack(previsions)
