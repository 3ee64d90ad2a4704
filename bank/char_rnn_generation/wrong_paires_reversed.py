# Le mot est lu à l'envers.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, generer_test_memory, lot_test_columns, lot_visible, paires_test_shift_by_one, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# dit : dans l'ordre

# %% paires
def paires(mot):
    cible = coder(mot[::-1])
    return torch.cat([torch.tensor([DEBUT]), cible[:-1]]), cible
