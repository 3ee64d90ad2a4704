# Les indices commencent à 1.
# perd : coder_visible
# dit : 'a' vaut 0

# %% coder
def coder(mot):
    return torch.tensor([LETTRES.index(lettre) + 1 for lettre in mot] + [FIN])


def decoder(indices):
    mot = ""
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            mot += LETTRES[int(i) - 1]
    return mot
