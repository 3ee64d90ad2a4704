# Les gradients de l'époque additionnés, un seul pas.
# perd : entrainer_test_one_step_a_batch
# dit : en dehors de la boucle

# %% entrainer
def entrainer(modele, noms, n_epoques, taille_lot, lr):
    optimiseur = torch.optim.Adam(modele.parameters(), lr=lr)
    pertes = []
    for _epoque in range(n_epoques):
        melange = random.sample(noms, len(noms))
        valeurs = []
        for debut in range(0, len(melange), taille_lot):
            categories, mots = zip(*melange[debut : debut + taille_lot])
            valeur = perte(modele, categories, mots)
            valeur.backward()
            valeurs.append(valeur.item())
        optimiseur.step()
        optimiseur.zero_grad()
        pertes.append(sum(valeurs) / len(valeurs))
    return pertes
