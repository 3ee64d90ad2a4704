# zero_grad une fois par époque.
# perd : entrainer_test_one_step_a_batch
# dit : pas une fois par époque

# %% entrainer
def entrainer(modele, noms, n_epoques, taille_lot, lr):
    optimiseur = torch.optim.Adam(modele.parameters(), lr=lr)
    pertes = []
    for _epoque in range(n_epoques):
        melange = random.sample(noms, len(noms))
        valeurs = []
        optimiseur.zero_grad()
        for debut in range(0, len(melange), taille_lot):
            categories, mots = zip(*melange[debut : debut + taille_lot])
            valeur = perte(modele, categories, mots)
            valeur.backward()
            optimiseur.step()
            valeurs.append(valeur.item())
        pertes.append(sum(valeurs) / len(valeurs))
    return pertes
