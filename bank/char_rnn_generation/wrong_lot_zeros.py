# Complété par 0, la valeur par défaut.
# perd : lot_test_completion, lot_visible, perte_test_backward, perte_test_mean_over_letters
# dit : la lettre 'a'

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    return nn.utils.rnn.pad_sequence(entrees), nn.utils.rnn.pad_sequence(cibles)
