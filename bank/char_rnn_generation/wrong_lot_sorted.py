# Les mots triés par longueur.
# perd : lot_test_columns, lot_test_completion, perte_test_backward, perte_test_mean_over_letters
# dit : triés par longueur

# %% lot
def lot(mots):
    mots = sorted(mots, key=len, reverse=True)
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    pad = nn.utils.rnn.pad_sequence
    return pad(entrees, padding_value=FIN), pad(cibles, padding_value=IGNORE)
