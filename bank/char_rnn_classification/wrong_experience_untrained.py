# Le réseau dont l'historique est gardé n'est pas celui qui est rendu.
# perd : experience_test_recognises_languages
# dit : entraîné

# %% experience
sac = SacDeLettres(N_LETTRES, len(langues))
historique_sac = entrainer(sac, noms_apprentissage, cibles_apprentissage, epoques=5, lr=0.3)
reseau = Classifieur(N_LETTRES, 48, len(langues))
historique_reseau = entrainer(Classifieur(N_LETTRES, 48, len(langues)), noms_apprentissage, cibles_apprentissage, epoques=5)
