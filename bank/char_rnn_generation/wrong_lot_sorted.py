# Les mots triés par longueur.
# perd : coder_visible
# dit : triés par longueur

# %% lot
def lot(mots):
    mots = sorted(mots, key=len, reverse=True)
    entrees, cibles = zip(*(paires(mot) for mot in mots))
    pad = nn.utils.rnn.pad_sequence
    return pad(entrees, padding_value=FIN), pad(cibles, padding_value=IGNORE)
