# Toute la suite est lue, FIN compris.
# perd : entrainer_test_every_name_counts, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, generer_test_end, generer_test_memory, lot_test_columns, lot_test_completion, lot_visible, paires_test_marks, paires_test_shift_by_one, paires_visible, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing

# %% paires
def paires(mot):
    code = coder(mot)
    return torch.cat([torch.tensor([DEBUT]), code]), torch.cat([code, torch.tensor([FIN])])
