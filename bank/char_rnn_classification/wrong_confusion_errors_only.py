# Seules les erreurs sont comptées.
# perd : confusion_test_counts, confusion_visible
# dit : chacun compte une fois

# %% confusion
def confusion(model, noms, cibles, n_langues):
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    matrice = torch.zeros(n_langues, n_langues, dtype=torch.long)
    for i, j in zip(cibles, trouvees.tolist()):
        matrice[i][j] += int(i != j)
    return matrice


def proportions(matrice):
    return matrice / matrice.sum(1, keepdim=True).clamp(min=1)
