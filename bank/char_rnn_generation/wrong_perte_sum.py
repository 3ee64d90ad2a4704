# La somme au lieu de la moyenne.
# perd : entrainer_test_every_name_counts, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing, perte_visible
# dit : est la somme

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores, _ = modele(torch.tensor(categories), entrees)
    return F.cross_entropy(scores.flatten(0, 1), cibles.flatten(), reduction="sum")
