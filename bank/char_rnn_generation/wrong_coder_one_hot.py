# Des vecteurs one-hot au lieu d'indices.
# perd : coder_visible
# dit : un seul axe

# %% coder
def coder(mot):
    indices = torch.tensor([LETTRES.index(lettre) for lettre in mot] + [FIN])
    return F.one_hot(indices, N_SORTIES)


def decoder(indices):
    lettres = []
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
