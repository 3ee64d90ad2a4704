# view au lieu d'une transposition.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, lot_test_columns, lot_test_completion, lot_visible, perte_test_backward, perte_test_mean_over_letters
# dit : mélangés par un view

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    pad = nn.utils.rnn.pad_sequence
    entrees = pad(entrees, True, padding_value=FIN)
    cibles = pad(cibles, True, padding_value=IGNORE)
    B, T = entrees.size()
    return entrees.view(T, B), cibles.view(T, B)
