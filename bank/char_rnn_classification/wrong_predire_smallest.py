# Les moins probables.
# perd : predire_test_probabilities, predire_test_ranking
# dit : moins probables

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = model(*former_batch([nom]))[0].softmax(0)
    m = p.topk(k, largest=False)
    return [(langues[i], v) for v, i in zip(m.values.tolist(), m.indices.tolist())]
