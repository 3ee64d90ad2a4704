# Les cibles complétées par FIN.
# perd : lot_test_completion, lot_visible, perte_test_backward, perte_test_mean_over_letters
# dit : compteraient dans la loss

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    pad = nn.utils.rnn.pad_sequence
    return pad(entrees, padding_value=FIN), pad(cibles, padding_value=FIN)
