# Les tailles sont mesurées, sous forme de torch.Size.

# %% propositions
yhat, hidden = rnn(seq_x)
taille_yhat_1, taille_hidden_1 = yhat.size(), hidden.size()
yhat, hidden = rnn(seq_x[0, :, :])
taille_yhat_2, taille_hidden_2 = list(yhat.shape), list(hidden.shape)
appels_possibles = (1, 2)
depend_du_passe_1 = depend_du_passe_2 = False
depend_du_passe_avec_etat = True
