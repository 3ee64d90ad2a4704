# decoder ne connaît pas DEBUT.
# perd : coder_test_decoder
# dit : DEBUT

# %% coder
def coder(mot):
    return torch.tensor([LETTRES.index(lettre) for lettre in mot] + [FIN])


def decoder(indices):
    mot = ""
    for i in indices:
        if int(i) == FIN:
            break
        mot += LETTRES[int(i)]
    return mot
