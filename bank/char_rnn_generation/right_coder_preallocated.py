# Un tenseur rempli case par case, une boucle while.

# %% coder
def coder(mot):
    code = torch.zeros(len(mot) + 1, dtype=torch.long)
    for i in range(len(mot)):
        code[i] = LETTRES.index(mot[i])
    code[-1] = FIN
    return code


def decoder(indices):
    if torch.is_tensor(indices):
        indices = indices.tolist()
    if FIN in indices:
        indices = indices[: indices.index(FIN)]
    mot = ""
    while indices:
        if indices[0] < FIN:
            mot = mot + LETTRES[indices[0]]
        indices = indices[1:]
    return mot
