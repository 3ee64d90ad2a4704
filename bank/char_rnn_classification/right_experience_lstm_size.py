# Un réseau plus petit, plus longtemps.

# %% experience
sac = SacDeLettres(N_LETTRES, 8)
reseau = Classifieur(N_LETTRES, 24, 8)
historique_sac, historique_reseau = [
    entrainer(m, noms_apprentissage, cibles_apprentissage, 9, lr, taille_batch=24) for m, lr in ((sac, 0.05), (reseau, 0.01))
]
