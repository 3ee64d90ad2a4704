# Les lignes sont les langues trouvées.
# perd : confusion_test_counts, confusion_visible
# dit : transposée

# %% confusion
def confusion(model, noms, cibles, n_langues):
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    matrice = torch.zeros(n_langues, n_langues, dtype=torch.long)
    for i, j in zip(cibles, trouvees.tolist()):
        matrice[j][i] += 1
    return matrice


def proportions(matrice):
    return matrice / matrice.sum(1, keepdim=True).clamp(min=1)
