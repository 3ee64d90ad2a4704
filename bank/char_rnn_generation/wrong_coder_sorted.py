# Les lettres triées, par un ensemble.
# perd : coder_visible
# dit : dans l'ordre alphabétique

# %% coder
def coder(mot):
    return torch.tensor([i for i in range(len(LETTRES)) if LETTRES[i] in set(mot)] + [FIN])


def decoder(indices):
    lettres = []
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
