# argsort, des listes au lieu de couples, exp et somme à la main.

# %% predire
def predire(model, nom, langues, k=3):
    mode = model.training
    model.train(False)
    x, longueurs = former_batch([nom])
    with torch.inference_mode():
        scores = model(x, longueurs)[0]
    model.train(mode)
    poids = (scores - scores.max()).exp()
    return [[langues[i], (poids[i] / poids.sum()).item()] for i in poids.argsort(descending=True)[:k]]
