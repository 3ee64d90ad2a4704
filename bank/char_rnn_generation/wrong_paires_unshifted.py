# La cible est l'entrée.
# perd : coder_visible
# dit : cible est entree

# %% paires
def paires(mot):
    code = coder(mot)
    return code, code
