# Divisée par T × B.
# perd : perte_test_backward, perte_test_mean_over_letters
# dit : divisée par T x B

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores, _ = modele(torch.tensor(categories), entrees)
    total = F.cross_entropy(scores.flatten(0, 1), cibles.flatten(), reduction="sum")
    return total / cibles.numel()
