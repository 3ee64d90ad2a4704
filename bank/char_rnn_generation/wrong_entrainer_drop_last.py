# Le dernier lot est oublié.
# perd : entrainer_test_every_name_counts
# dit : le dernier lot, plus petit

# %% entrainer
def entrainer(modele, noms, n_epoques, taille_lot, lr):
    optimiseur = torch.optim.Adam(modele.parameters(), lr=lr)
    pertes = []
    for _epoque in range(n_epoques):
        melange = random.sample(noms, len(noms))
        valeurs = []
        for debut in range(0, len(melange) - taille_lot + 1, taille_lot) if len(melange) >= taille_lot else [0]:
            categories, mots = zip(*melange[debut : debut + taille_lot])
            valeur = perte(modele, categories, mots)
            optimiseur.zero_grad()
            valeur.backward()
            optimiseur.step()
            valeurs.append(valeur.item())
        pertes.append(sum(valeurs) / len(valeurs))
    return pertes
