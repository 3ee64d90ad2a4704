# Pas de DEBUT, comme dans le tutoriel.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, generer_test_end, generer_test_greatest_length, generer_test_memory, generer_test_mode, generer_test_own_letters, generer_test_temperature, generer_visible, lot_test_columns, lot_test_completion, lot_visible, paires_test_marks, paires_test_shift_by_one, paires_visible, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# dit : une fois chacune, après DEBUT

# %% paires
def paires(mot):
    code = coder(mot)
    return code[:-1], code[1:]
