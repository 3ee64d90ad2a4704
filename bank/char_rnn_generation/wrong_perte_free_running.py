# Le réseau lit ses propres prédictions.
# perd : perte_test_backward, perte_test_mean_over_letters, perte_test_teacher_forcing
# dit : ses propres prédictions

# %% perte
def perte(modele, categories, mots):
    entrees, cibles = lot(mots)
    lus, hidden, scores = entrees[:1], None, []
    for _pas in entrees:
        s, hidden = modele(torch.tensor(categories), lus, hidden)
        lus = s.argmax(-1)
        scores.append(s)
    return F.cross_entropy(torch.cat(scores).flatten(0, 1), cibles.flatten())

# %% entrainer
def entrainer(modele, noms, n_epoques, taille_lot, lr):
    optimiseur = torch.optim.Adam(modele.parameters(), lr=lr)
    pertes = []
    for _epoque in range(n_epoques):
        melange, valeurs = random.sample(noms, len(noms)), []
        while melange:
            paquet, melange = melange[:taille_lot], melange[taille_lot:]
            entrees, cibles = lot([mot for _, mot in paquet])
            scores, _ = modele(torch.tensor([c for c, _ in paquet]), entrees)
            valeur = F.cross_entropy(scores.flatten(0, 1), cibles.flatten())
            optimiseur.zero_grad()
            valeur.backward()
            optimiseur.step()
            valeurs.append(valeur.item())
        pertes.append(sum(valeurs) / len(valeurs))
    return pertes
