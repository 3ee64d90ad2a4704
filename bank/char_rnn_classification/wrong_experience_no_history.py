# Les historiques ne sont pas gardés : le dernier nombre seul l'est.
# perd : experience_test_histories
# dit : la liste

# %% experience
sac = SacDeLettres(N_LETTRES, len(langues))
historique_sac = entrainer(sac, noms_apprentissage, cibles_apprentissage, epoques=5, lr=0.3)[-1]
reseau = Classifieur(N_LETTRES, 32, len(langues))
historique_reseau = entrainer(reseau, noms_apprentissage, cibles_apprentissage, epoques=6, lr=0.02)[-1]
