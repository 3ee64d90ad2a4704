# Des probabilités qui sont des tenseurs à un élément, log_softmax puis exp.

# %% predire
def predire(model, nom, langues, k=3):
    with torch.no_grad():
        logs = model.eval()(*former_batch([nom])).log_softmax(dim=1).flatten()
    p, i = logs.exp().topk(k)
    return [(langues[b], a) for a, b in zip(p, i)]
