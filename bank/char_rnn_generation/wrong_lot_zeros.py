# Complété par 0, la valeur par défaut.
# perd : coder_visible
# dit : la lettre 'a'

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    return nn.utils.rnn.pad_sequence(entrees), nn.utils.rnn.pad_sequence(cibles)
