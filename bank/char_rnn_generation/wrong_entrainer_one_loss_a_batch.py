# Une perte par lot au lieu d'une par époque.
# perd : entrainer_test_every_name_counts, entrainer_test_one_step_a_batch, entrainer_test_shuffles, entrainer_visible
# dit : une par époque

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
            optimiseur.zero_grad()
            valeur.backward()
            optimiseur.step()
            pertes.append(valeur.item())
    return pertes
