# Nom par nom, avec un compteur.

# %% exactitude
def exactitude(model, noms, cibles):
    etait, justes = model.training, 0
    model.train(False)
    for nom, cible in zip(noms, cibles):
        with torch.no_grad():
            justes += int(model(*former_batch([nom])).argmax() == cible)
    if etait:
        model.train()
    return justes / len(noms)
