# Rend aussi les observations.
# perd : prevoir_test_feeds_its_forecasts_back, prevoir_visible
# dit : les prévisions seules

# %% prevoir
def prevoir(modele, x, pas):
    with torch.no_grad():
        h = modele(x)[-1]
        previsions = [modele.decode(h)]
        while len(previsions) < pas:
            h = modele.one_step(previsions[-1], h)
            previsions.append(modele.decode(h))
        return torch.cat([x, torch.stack(previsions)])
