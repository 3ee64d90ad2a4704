# ord(lettre) - ord("a") : faux pour le tiret et l'apostrophe.
# perd : coder_visible
# dit : les places des lettres dans LETTRES

# %% coder
def coder(mot):
    return torch.tensor([ord(lettre) - ord("a") for lettre in mot] + [FIN])


def decoder(indices):
    lettres = []
    for i in indices:
        if int(i) == FIN:
            break
        if int(i) != DEBUT:
            lettres.append(LETTRES[int(i)])
    return "".join(lettres)
