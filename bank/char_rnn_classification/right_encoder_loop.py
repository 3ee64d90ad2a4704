# Un tenseur de zéros, rempli dans une boucle, avec un dictionnaire.

# %% encoder
PLACES = {lettre: i for i, lettre in enumerate(ALPHABET)}

def encoder(nom):
    nom = normaliser(nom)
    x = torch.zeros(len(nom), N_LETTRES)
    for t, lettre in enumerate(nom):
        x[t][PLACES.get(lettre, len(ALPHABET))] = 1.0
    return x
