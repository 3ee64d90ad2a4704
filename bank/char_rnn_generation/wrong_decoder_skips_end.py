# decoder saute FIN et continue.
# perd : coder_test_decoder, coder_visible
# dit : continue après le premier FIN

# %% coder
def coder(mot):
    return torch.tensor([LETTRES.index(lettre) for lettre in mot] + [FIN])


def decoder(indices):
    return "".join(LETTRES[i] for i in map(int, indices) if i < FIN)
