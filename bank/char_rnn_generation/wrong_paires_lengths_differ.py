# La cible a un pas de moins.
# perd : coder_visible
# dit : à chaque lettre lue

# %% paires
def paires(mot):
    code = coder(mot)
    return torch.cat([torch.tensor([DEBUT]), code[:-1]]), code[:-1]
