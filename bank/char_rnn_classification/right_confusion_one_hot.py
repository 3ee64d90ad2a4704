# Le produit de deux one-hot ; F.normalize de norme 1.

# %% confusion
def confusion(model, noms, cibles, n_langues):
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    vraies = F.one_hot(torch.tensor(cibles), n_langues)
    return vraies.T @ F.one_hot(trouvees, n_langues)


def proportions(matrice):
    return F.normalize(matrice.float(), p=1, dim=1)
