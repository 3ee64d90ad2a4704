# La suite entière, deux tranches.

# %% paires
def paires(mot):
    suite = torch.tensor([DEBUT, *coder(mot).tolist()])
    return suite[:-1].clone(), suite[1:].clone()
