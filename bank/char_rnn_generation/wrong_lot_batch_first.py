# (B, T) au lieu de (T, B).
# perd : coder_visible
# dit : le temps est le premier axe

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    pad = nn.utils.rnn.pad_sequence
    return pad(entrees, True, padding_value=FIN), pad(cibles, True, padding_value=IGNORE)
