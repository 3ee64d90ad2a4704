# Garde le graphe.
# perd : prevoir_test_keeps_no_graph
# dit : torch.no_grad()

# %% prevoir
def prevoir(modele, x, pas):
    if True:
        h = modele(x)[-1]
        previsions = [modele.decode(h)]
        while len(previsions) < pas:
            h = modele.one_step(previsions[-1], h)
            previsions.append(modele.decode(h))
        return torch.stack(previsions)
