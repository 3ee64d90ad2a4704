# Relit toujours la dernière observation.
# perd : prevoir_test_feeds_its_forecasts_back
# dit : lue encore et encore

# %% prevoir
def prevoir(modele, x, pas):
    with torch.no_grad():
        h = modele(x)[-1]
        previsions = [modele.decode(h)]
        while len(previsions) < pas:
            h = modele.one_step(x[-1], h)
            previsions.append(modele.decode(h))
        return torch.stack(previsions)
