# zero_grad entre backward et step.
# perd : entrainer_test_learns_by_heart, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, entrainer_visible
# dit : aucun pas n'est fait

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
            optimiseur.zero_grad()
            optimiseur.step()
            valeurs.append(valeur.item())
        pertes.append(sum(valeurs) / len(valeurs))
    return pertes
