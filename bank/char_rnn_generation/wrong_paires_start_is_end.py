# FIN sert aussi de début.
# perd : coder_visible

# %% paires
def paires(mot):
    cible = coder(mot)
    return torch.cat([torch.tensor([FIN]), cible[:-1]]), cible
