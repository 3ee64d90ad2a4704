# Sans torch.no_grad().
# perd : predire_test_mode
# dit : torch.no_grad()

# %% predire
def predire(model, nom, langues, k=3):
    model.eval()
    p = model(*former_batch([nom]))[0].softmax(0)
    m = p.topk(k)
    return [(langues[i], v.item()) for v, i in zip(m.values, m.indices)]
