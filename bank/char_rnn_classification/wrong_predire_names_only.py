# Les langues sans les probabilités.
# perd : predire_test_mode, predire_test_probabilities, predire_test_ranking, predire_visible
# dit : liste de couples

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = model(*former_batch([nom]))[0].softmax(0)
    m = p.topk(k)
    return [langues[i] for i in m.indices.tolist()]
