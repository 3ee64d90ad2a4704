# Des zéros, remplis nom par nom.

# %% former_batch
def former_batch(noms):
    longueurs = [len(normaliser(nom)) for nom in noms]
    x = torch.zeros(max(longueurs), len(noms), N_LETTRES)
    for b, nom in enumerate(noms):
        x[:longueurs[b], b] = encoder(nom)
    return x, torch.tensor(longueurs)
