# Pas de FIN.
# perd : coder_visible
# dit : FIN manque

# %% coder
def coder(mot):
    return torch.tensor([LETTRES.index(lettre) for lettre in mot], dtype=torch.long)


def decoder(indices):
    lettres = []
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
