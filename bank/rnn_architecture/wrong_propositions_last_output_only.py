# Croit que la proposition 1 rend la sortie du dernier pas.
# perd : propositions_test_sizes_of_both_calls, propositions_test_dependence_on_the_past
# dit : chaque pas part de zéro

# %% propositions
appels_possibles = [1, 2]
taille_yhat_1, taille_hidden_1 = (10, 2), (10, 50)
taille_yhat_2, taille_hidden_2 = (10, 2), (10, 50)
depend_du_passe_1, depend_du_passe_2, depend_du_passe_avec_etat = True, False, True
