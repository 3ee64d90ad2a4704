# Rend les dernières sorties de la fenêtre.
# perd : prevoir_test_feeds_its_forecasts_back

# %% prevoir
def prevoir(modele, x, pas):
    with torch.no_grad():
        return modele.decode(modele(x))[-pas:]
        h = modele(x)[-1]
        previsions = [modele.decode(h)]
        while len(previsions) < pas:
            h = modele.one_step(previsions[-1], h)
            previsions.append(modele.decode(h))
        return torch.stack(previsions)
