# La cible est la lettre précédente.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_shuffles, entrainer_test_steps_of_adam, entrainer_visible, generer_test_end, generer_test_memory, lot_test_columns, lot_visible, paires_test_marks, paires_test_shift_by_one, paires_visible, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing, perte_visible

# %% paires
def paires(mot):
    code = coder(mot)
    return code, torch.cat([torch.tensor([DEBUT]), code[:-1]])[: len(code)].roll(1)
