# Les probabilités triées, les langues dans leur ordre.
# perd : predire_test_ranking
# dit : plus grands scores

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    with torch.no_grad():
        p = model(*former_batch([nom]))[0].softmax(0)
    m = p.topk(k)
    return list(zip(langues, m.values.tolist()))
