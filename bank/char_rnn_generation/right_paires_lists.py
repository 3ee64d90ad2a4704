# Des listes, sans passer par coder.

# %% paires
def paires(mot):
    lettres = [LETTRES.index(c) for c in mot]
    return torch.tensor([DEBUT] + lettres), torch.tensor(lettres + [FIN])
