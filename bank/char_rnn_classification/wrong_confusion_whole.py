# Tout est divisé par le total.
# perd : confusion_test_proportions, confusion_visible
# dit : le nombre de tous les noms

# %% confusion
def confusion(model, noms, cibles, n_langues):
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    matrice = torch.zeros(n_langues, n_langues, dtype=torch.long)
    for i, j in zip(cibles, trouvees.tolist()):
        matrice[i][j] += 1
    return matrice


def proportions(matrice):
    return matrice / matrice.sum()
