# Fait un pas de trop avant la première prévision.
# perd : prevoir_test_feeds_its_forecasts_back
# dit : un pas d'avance

# %% prevoir
def prevoir(modele, x, pas):
    with torch.no_grad():
        h = modele(x)[-1]
        h = modele.one_step(modele.decode(h), h)
        previsions = [modele.decode(h)]
        while len(previsions) < pas:
            h = modele.one_step(previsions[-1], h)
            previsions.append(modele.decode(h))
        return torch.stack(previsions)
