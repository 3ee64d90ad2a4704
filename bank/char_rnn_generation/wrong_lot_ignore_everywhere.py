# Les entrées complétées par IGNORE.
# perd : coder_visible
# dit : aucun plongement

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    pad = nn.utils.rnn.pad_sequence
    return pad(entrees, padding_value=IGNORE), pad(cibles, padding_value=IGNORE)
