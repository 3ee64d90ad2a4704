# Les numéros des langues au lieu de leurs noms.
# perd : predire_test_mode, predire_test_probabilities, predire_test_ranking, predire_visible
# dit : pas son numéro

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = model(*former_batch([nom]))[0].softmax(0)
    m = p.topk(k)
    return [(i, v) for v, i in zip(m.values.tolist(), m.indices.tolist())]
