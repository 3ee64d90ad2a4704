# Croit que la proposition 2 dépend du passé.
# perd : propositions_test_dependence_on_the_past
# dit : il n'y a rien avant le premier pas

# %% propositions
appels_possibles = [1, 2]
taille_yhat_1, taille_hidden_1 = (23, 10, 2), (23, 10, 50)
taille_yhat_2, taille_hidden_2 = (10, 2), (10, 50)
depend_du_passe_1, depend_du_passe_2, depend_du_passe_avec_etat = False, True, True
