# torch.randperm, moyenne pondérée.

# %% entrainer
def entrainer(modele, noms, n_epoques, taille_lot, lr):
    adam = torch.optim.Adam(modele.parameters(), lr=lr)
    pertes = torch.zeros(n_epoques)
    for e in range(n_epoques):
        for indices in torch.randperm(len(noms)).split(taille_lot):
            paquet = [noms[i] for i in indices.tolist()]
            valeur = perte(modele, [c for c, _ in paquet], [m for _, m in paquet])
            valeur.backward()
            adam.step()
            adam.zero_grad()
            pertes[e] += valeur.detach() * len(paquet) / len(noms)
    return pertes.tolist()
