# Softmax avant cross_entropy.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, entrainer_visible, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# dit : Softmax est appliqué

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores, _ = modele(torch.tensor(categories), entrees)
    return F.cross_entropy(scores.flatten(0, 1).softmax(-1), cibles.flatten())
