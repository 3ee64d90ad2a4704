# FIN sert aussi de début.
# perd : entrainer_test_every_name_counts, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, generer_test_end, generer_test_memory, lot_test_columns, lot_visible, paires_test_marks, paires_visible, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# perd parfois : entrainer_test_learns_by_heart

# %% paires
def paires(mot):
    cible = coder(mot)
    return torch.cat([torch.tensor([FIN]), cible[:-1]]), cible
