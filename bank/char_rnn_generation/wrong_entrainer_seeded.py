# Une graine fixée dans la fonction.
# perd : entrainer_test_shuffles
# dit : une graine est fixée

# %% entrainer
def entrainer(modele, noms, n_epoques, taille_lot, lr):
    optimiseur = torch.optim.Adam(modele.parameters(), lr=lr)
    random.seed(0)
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
            valeurs.append(valeur.item())
        pertes.append(sum(valeurs) / len(valeurs))
    return pertes
