# Pas de DEBUT, comme dans le tutoriel.
# perd : coder_visible
# dit : la première entrée n'est pas debut

# %% paires
def paires(mot):
    code = coder(mot)
    return code[:-1], code[1:]
