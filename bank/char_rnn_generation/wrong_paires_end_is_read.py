# Toute la suite est lue, FIN compris.
# perd : coder_visible

# %% paires
def paires(mot):
    code = coder(mot)
    return torch.cat([torch.tensor([DEBUT]), code]), torch.cat([code, torch.tensor([FIN])])
