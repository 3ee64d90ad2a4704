# Les scores bruts au lieu de probabilités.
# perd : predire_test_probabilities
# perd parfois : predire_visible
# dit : scores bruts

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = model(*former_batch([nom]))[0]
    m = p.topk(k)
    return [(langues[i], v) for v, i in zip(m.values.tolist(), m.indices.tolist())]
