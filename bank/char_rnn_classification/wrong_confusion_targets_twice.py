# Les vraies langues en lignes et en colonnes.
# perd : confusion_test_counts
# dit : plus grand score

# %% confusion
def confusion(model, noms, cibles, n_langues):
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    matrice = torch.zeros(n_langues, n_langues, dtype=torch.long)
    for i, j in zip(cibles, cibles):
        matrice[i][j] += 1
    return matrice


def proportions(matrice):
    return matrice / matrice.sum(1, keepdim=True).clamp(min=1)
