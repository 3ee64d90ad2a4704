# Un réseau plus petit, plus longtemps.

# %% experience
sac = SacDeLettres(N_LETTRES, 8)
reseau = Classifieur(N_LETTRES, 32, 8)
historique_sac, historique_reseau = [
    entrainer(m, noms_apprentissage, cibles_apprentissage, 16, lr, taille_batch=16) for m, lr in ((sac, 0.05), (reseau, 0.01))
]
