# Les cibles sont mélangées, les noms restent à leur place.
# perd : experience_test_recognises_languages
# perd parfois : experience_test_histories
# dit : cibles_apprentissage

# %% experience
sac = SacDeLettres(N_LETTRES, len(langues))
historique_sac = entrainer(sac, noms_apprentissage, cibles_apprentissage, epoques=5, lr=0.3)
reseau = Classifieur(N_LETTRES, 48, len(langues))
melange = random.Random(1).sample(cibles_apprentissage, len(cibles_apprentissage))
historique_reseau = entrainer(reseau, noms_apprentissage, melange, epoques=4)
