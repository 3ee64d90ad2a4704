# Le mot est lu à l'envers.
# perd : coder_visible
# dit : dans l'ordre

# %% paires
def paires(mot):
    cible = coder(mot[::-1])
    return torch.cat([torch.tensor([DEBUT]), cible[:-1]]), cible
