# L'état n'est pas transmis d'un pas à l'autre.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# dit : état neuf

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    scores = [modele(torch.tensor(categories), pas.unsqueeze(0))[0] for pas in entrees]
    return F.cross_entropy(torch.cat(scores).flatten(0, 1), cibles.flatten())
