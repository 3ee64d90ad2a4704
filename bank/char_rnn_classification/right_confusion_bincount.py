# bincount sur un numéro de couple ; where pour les lignes vides.

# %% confusion
def confusion(model, noms, cibles, n_langues):
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    couples = torch.tensor(cibles) * n_langues + trouvees
    return couples.bincount(minlength=n_langues**2).view(n_langues, n_langues)


def proportions(matrice):
    sommes = matrice.sum(dim=1)[:, None]
    return torch.where(sommes > 0, matrice / sommes, torch.zeros(()))
