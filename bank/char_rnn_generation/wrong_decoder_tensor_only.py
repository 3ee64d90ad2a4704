# decoder n'accepte qu'un tenseur.
# perd : coder_test_decoder, coder_visible
# dit : une liste

# %% coder
def coder(mot):
    return torch.tensor([LETTRES.index(lettre) for lettre in mot] + [FIN])


def decoder(indices):
    mot = ""
    for i in indices.tolist():
        if i == FIN:
            break
        if i != DEBUT:
            mot += LETTRES[i]
    return mot
