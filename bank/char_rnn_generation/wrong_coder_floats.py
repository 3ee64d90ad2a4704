# Des flottants.
# perd : coder_visible
# dit : tenseur d'entiers

# %% coder
def coder(mot):
    return torch.Tensor([LETTRES.index(lettre) for lettre in mot] + [FIN])


def decoder(indices):
    lettres = []
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
