# Sans keepdim : la somme de la ligne divise la colonne.
# perd : confusion_test_proportions
# dit : sans keepdim=True

# %% confusion
def confusion(model, noms, cibles, n_langues):
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    matrice = torch.zeros(n_langues, n_langues, dtype=torch.long)
    for i, j in zip(cibles, trouvees.tolist()):
        matrice[i][j] += 1
    return matrice


def proportions(matrice):
    return matrice / matrice.sum(1).clamp(min=1)
