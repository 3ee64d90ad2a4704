# La cible est la lettre précédente.
# perd : coder_visible

# %% paires
def paires(mot):
    code = coder(mot)
    return code, torch.cat([torch.tensor([DEBUT]), code[:-1]])[: len(code)].roll(1)
