# decoder retire la dernière case sans regarder.
# perd : coder_test_decoder
# dit : FIN est tenu pour acquis

# %% coder
def coder(mot):
    return torch.tensor([LETTRES.index(lettre) for lettre in mot] + [FIN])


def decoder(indices):
    lettres = []
    for i in list(indices)[:-1]:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
