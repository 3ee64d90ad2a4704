# Toujours trois langues.
# perd : predire_test_probabilities, predire_test_ranking
# dit : pour k =

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = model(*former_batch([nom]))[0].softmax(0)
    m = p.topk(3)
    return [(langues[i], v) for v, i in zip(m.values.tolist(), m.indices.tolist())]
