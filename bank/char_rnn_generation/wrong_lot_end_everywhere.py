# Les cibles complétées par FIN.
# perd : coder_visible
# dit : compteraient dans la loss

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    pad = nn.utils.rnn.pad_sequence
    return pad(entrees, padding_value=FIN), pad(cibles, padding_value=FIN)
