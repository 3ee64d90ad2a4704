# matrice[cibles, trouvees] += 1 ne compte chaque couple qu'une fois.
# perd : confusion_test_counts, confusion_visible
# dit : une fois au plus

# %% confusion
def confusion(model, noms, cibles, n_langues):
    with torch.no_grad():
        trouvees = model(*former_batch(noms)).argmax(1)
    matrice = torch.zeros(n_langues, n_langues, dtype=torch.long)
    matrice[torch.tensor(cibles), trouvees] += 1
    return matrice


def proportions(matrice):
    return matrice / matrice.sum(1, keepdim=True).clamp(min=1)
