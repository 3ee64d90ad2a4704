# Croit que le batch est le premier axe.
# perd : propositions_test_sizes_of_both_calls
# dit : aux 23 x 10 entrées

# %% propositions
appels_possibles = [1, 2]
taille_yhat_1, taille_hidden_1 = (10, 23, 2), (10, 23, 50)
taille_yhat_2, taille_hidden_2 = (23, 2), (23, 50)
depend_du_passe_1, depend_du_passe_2, depend_du_passe_avec_etat = False, False, True
