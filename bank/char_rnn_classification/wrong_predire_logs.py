# Des log-probabilités.
# perd : predire_test_probabilities, predire_visible
# dit : log-probabilités

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = model(*former_batch([nom]))[0].log_softmax(0)
    m = p.topk(k)
    return [(langues[i], v) for v, i in zip(m.values.tolist(), m.indices.tolist())]
