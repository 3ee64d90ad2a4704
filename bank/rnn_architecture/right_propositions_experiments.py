# Tout est mesuré : appels essayés, dépendances trouvées en changeant une entrée.

# %% propositions
appels = {1: lambda x: rnn(x), 2: lambda x: rnn(x[0, :, :])}
appels_possibles = []
for numero, appel in appels.items():
    try:
        appel(seq_x)
    except RuntimeError as erreur:
        print(numero, erreur)
    else:
        appels_possibles.append(numero)

taille_yhat_1, taille_hidden_1 = [v.shape for v in appels[1](seq_x)]
taille_yhat_2, taille_hidden_2 = [v.shape for v in appels[2](seq_x)]

autre = seq_x.clone()
autre[0] += 1
depend_du_passe_1 = not torch.allclose(rnn(seq_x)[0][1:], rnn(autre)[0][1:])
depend_du_passe_2 = False  # rien ne précède la première entrée

def deux_pas(x):
    _, hidden = rnn(x[0])
    return rnn(x[1], hidden)[0]

depend_du_passe_avec_etat = not torch.equal(deux_pas(seq_x), deux_pas(autre))
