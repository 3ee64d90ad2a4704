# Les cibles d'apprentissage prises au début de la liste de toutes les cibles.
# perd : experience_test_recognises_languages
# dit : cibles_apprentissage

# %% experience
sac = SacDeLettres(N_LETTRES, len(langues))
historique_sac = entrainer(sac, noms_apprentissage, cibles, epoques=2, lr=0.1)
reseau = Classifieur(N_LETTRES, 48, len(langues))
melange = random.Random(1).sample(cibles_apprentissage, len(cibles_apprentissage))
historique_reseau = entrainer(reseau, noms_apprentissage, melange, epoques=4)
