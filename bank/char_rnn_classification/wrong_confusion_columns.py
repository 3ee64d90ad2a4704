# Les colonnes sont normalisées.
# perd : confusion_test_proportions, confusion_visible
# dit : ce sont les colonnes

# %% confusion
def confusion(model, noms, cibles, n_langues):
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    matrice = torch.zeros(n_langues, n_langues, dtype=torch.long)
    for i, j in zip(cibles, trouvees.tolist()):
        matrice[i][j] += 1
    return matrice


def proportions(matrice):
    return matrice / matrice.sum(0, keepdim=True).clamp(min=1)
