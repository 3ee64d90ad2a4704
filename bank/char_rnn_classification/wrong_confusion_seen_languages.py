# Autant de lignes que de langues vues.
# perd : confusion_test_counts
# dit : sa ligne et sa colonne

# %% confusion
def confusion(model, noms, cibles, n_langues):
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    n = max(cibles) + 1
    matrice = torch.zeros(n, n_langues, dtype=torch.long)
    for i, j in zip(cibles, trouvees.tolist()):
        matrice[i][j] += 1
    return matrice


def proportions(matrice):
    return matrice / matrice.sum(1, keepdim=True).clamp(min=1)
