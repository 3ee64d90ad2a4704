# softmax sur les k langues gardées.
# perd : predire_test_probabilities
# dit : topk ensuite

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = model(*former_batch([nom]))[0]
    m = p.topk(k)
    return [(langues[i], v) for v, i in zip(m.values.softmax(0).tolist(), m.indices.tolist())]
