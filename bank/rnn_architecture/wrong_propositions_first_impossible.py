# Croit que la proposition 1 est refusée.
# perd : propositions_test_sizes_of_both_calls
# dit : les deux appels sont possibles

# %% propositions
appels_possibles = [2]
taille_yhat_1, taille_hidden_1 = None, None
taille_yhat_2, taille_hidden_2 = (10, 2), (10, 50)
depend_du_passe_1, depend_du_passe_2, depend_du_passe_avec_etat = False, False, True
