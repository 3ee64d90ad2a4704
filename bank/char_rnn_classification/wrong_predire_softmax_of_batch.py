# softmax(0) sur le batch d'un seul nom.
# perd : predire_test_probabilities, predire_test_ranking
# dit : chaque probabilité vaut 1

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = model(*former_batch([nom])).softmax(0)[0]
    m = p.topk(k)
    return [(langues[i], v) for v, i in zip(m.values.tolist(), m.indices.tolist())]
