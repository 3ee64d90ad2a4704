# DEBUT est mis par coder.
# perd : coder_visible
# dit : coder met DEBUT

# %% coder
def coder(mot):
    return torch.tensor([DEBUT] + [LETTRES.index(lettre) for lettre in mot] + [FIN])


def decoder(indices):
    lettres = []
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
