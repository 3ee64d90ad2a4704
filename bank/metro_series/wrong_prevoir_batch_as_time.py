# Prend le premier axe pour le batch.
# perd : prevoir_test_feeds_its_forecasts_back, prevoir_test_reads_all_that_was_seen
# dit : le temps vient d'abord

# %% prevoir
def prevoir(modele, x, pas):
    with torch.no_grad():
        h = modele(x.transpose(0, 1))[:, -1] if x.shape[0] == x.shape[1] else modele(x.reshape(x.shape[1], x.shape[0], 2).transpose(0, 1))[-1]
        previsions = [modele.decode(h)]
        while len(previsions) < pas:
            h = modele.one_step(previsions[-1], h)
            previsions.append(modele.decode(h))
        return torch.stack(previsions)
