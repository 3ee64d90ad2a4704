# Sous no_grad.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_shuffles, entrainer_test_steps_of_adam, entrainer_visible, perte_test_backward
# dit : coupée du réseau

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    with torch.no_grad():
        scores, _ = modele(torch.tensor(categories), entrees)
    return F.cross_entropy(scores.flatten(0, 1), cibles.flatten())
