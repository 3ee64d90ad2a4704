# En pour cent.
# perd : predire_test_probabilities, predire_visible
# dit : pourcentages

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = 100 * model(*former_batch([nom]))[0].softmax(0)
    m = p.topk(k)
    return [(langues[i], v) for v, i in zip(m.values.tolist(), m.indices.tolist())]
