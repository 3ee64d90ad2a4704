# La cible a un pas de moins.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_shuffles, entrainer_test_steps_of_adam, entrainer_visible, lot_test_columns, lot_test_completion, lot_visible, paires_test_marks, paires_test_shift_by_one, paires_visible, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing, perte_visible
# dit : à chaque lettre lue

# %% paires
def paires(mot):
    code = coder(mot)
    return torch.cat([torch.tensor([DEBUT]), code[:-1]]), code[:-1]
