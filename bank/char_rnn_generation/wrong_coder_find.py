# str.find code -1 une lettre inconnue.
# perd : coder_test_unknown_letter
# dit : str.find rend -1

# %% coder
def coder(mot):
    return torch.tensor([LETTRES.find(lettre) for lettre in mot] + [FIN])


def decoder(indices):
    lettres = []
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
