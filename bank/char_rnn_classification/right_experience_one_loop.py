# Les deux modèles entraînés dans une boucle, avec d'autres réglages.

# %% experience
historiques = []
for modele in (SacDeLettres(N_LETTRES, 8), Classifieur(N_LETTRES, 40, 8)):
    lr = 0.15 if isinstance(modele, SacDeLettres) else 0.015
    historiques.append(entrainer(modele, noms_apprentissage, cibles_apprentissage, 9, lr))
    if isinstance(modele, Classifieur):
        reseau = modele
    else:
        sac = modele
historique_sac, historique_reseau = historiques
