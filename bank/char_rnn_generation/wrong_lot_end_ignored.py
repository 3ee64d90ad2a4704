# La vraie FIN est ignorée aussi.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, lot_test_columns, lot_visible, perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    entrees = nn.utils.rnn.pad_sequence(entrees, padding_value=FIN)
    cibles = nn.utils.rnn.pad_sequence(cibles, padding_value=FIN)
    cibles[cibles == FIN] = IGNORE
    return entrees, cibles
