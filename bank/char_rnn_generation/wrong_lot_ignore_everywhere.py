# Les entrées complétées par IGNORE.
# perd : entrainer_visible, lot_test_completion, lot_visible, perte_test_backward, perte_test_mean_over_letters, perte_visible
# dit : aucun plongement

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    pad = nn.utils.rnn.pad_sequence
    return pad(entrees, padding_value=IGNORE), pad(cibles, padding_value=IGNORE)
