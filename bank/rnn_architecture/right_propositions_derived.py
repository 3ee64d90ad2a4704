# Tailles écrites avec T, B, H et C, appels possibles dans un ensemble.

# %% propositions
T, B, _ = seq_x.shape
H, C = n_hidden, n_cl
appels_possibles = {1, 2}
taille_yhat_1, taille_hidden_1 = (T, B, C), (T, B, H)
taille_yhat_2, taille_hidden_2 = (B, C), (B, H)
depend_du_passe_1 = False
depend_du_passe_2 = False
depend_du_passe_avec_etat = not depend_du_passe_1
