# Croit que seq_x[0, :, :] garde l'axe du temps.
# perd : propositions_test_sizes_of_both_calls
# dit : l'axe du temps a disparu

# %% propositions
appels_possibles = [1, 2]
taille_yhat_1, taille_hidden_1 = (23, 10, 2), (23, 10, 50)
taille_yhat_2, taille_hidden_2 = (1, 10, 2), (1, 10, 50)
depend_du_passe_1, depend_du_passe_2, depend_du_passe_avec_etat = False, False, True
