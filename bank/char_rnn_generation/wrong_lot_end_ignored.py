# La vraie FIN est ignorée aussi.
# perd : coder_visible

# %% lot
def lot(mots):
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    entrees = nn.utils.rnn.pad_sequence(entrees, padding_value=FIN)
    cibles = nn.utils.rnn.pad_sequence(cibles, padding_value=FIN)
    cibles[cibles == FIN] = IGNORE
    return entrees, cibles
