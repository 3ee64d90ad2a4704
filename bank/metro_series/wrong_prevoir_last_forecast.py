# Rend la dernière prévision seulement.
# perd : prevoir_test_feeds_its_forecasts_back, prevoir_test_reads_all_that_was_seen, prevoir_visible
# dit : une par pas à venir

# %% prevoir
def prevoir(modele, x, pas):
    with torch.no_grad():
        h = modele(x)[-1]
        previsions = [modele.decode(h)]
        while len(previsions) < pas:
            h = modele.one_step(previsions[-1], h)
            previsions.append(modele.decode(h))
        return previsions[-1]
