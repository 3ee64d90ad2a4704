# view au lieu d'une transposition.
# perd : coder_visible
# dit : mélangés par un view

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    pad = nn.utils.rnn.pad_sequence
    entrees = pad(entrees, True, padding_value=FIN)
    cibles = pad(cibles, True, padding_value=IGNORE)
    B, T = entrees.size()
    return entrees.view(T, B), cibles.view(T, B)
