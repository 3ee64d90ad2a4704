# Sans model.eval().
# perd : predire_test_mode
# dit : model.eval()

# %% predire
def predire(model, nom, langues, k=3):
    with torch.no_grad():
        p = model(*former_batch([nom]))[0].softmax(0)
    m = p.topk(k)
    return [(langues[i], v) for v, i in zip(m.values.tolist(), m.indices.tolist())]
