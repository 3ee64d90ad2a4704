# De la moins probable à la plus probable.
# perd : predire_test_probabilities, predire_test_ranking
# dit : la plus probable doit venir en premier

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = model(*former_batch([nom]))[0].softmax(0)
    m = p.topk(k)
    return [(langues[i], v) for v, i in zip(m.values.tolist(), m.indices.tolist())][::-1]
