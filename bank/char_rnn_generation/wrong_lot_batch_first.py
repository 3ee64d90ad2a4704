# (B, T) au lieu de (T, B).
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_shuffles, entrainer_test_steps_of_adam, entrainer_visible, lot_test_columns, lot_test_completion, lot_visible, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing, perte_visible
# dit : le temps est le premier axe

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    pad = nn.utils.rnn.pad_sequence
    return pad(entrees, True, padding_value=FIN), pad(cibles, True, padding_value=IGNORE)
