# Un DataLoader qui mélange, une collate à soi.

# %% entrainer
from torch.utils.data import DataLoader


def entrainer(modele, noms, n_epoques, taille_lot, lr):
    opt = torch.optim.Adam(modele.parameters(), lr)
    loader = DataLoader(noms, batch_size=taille_lot, shuffle=True, collate_fn=lambda lot: list(zip(*lot)))
    modele.train()
    historique = []
    for _ in range(n_epoques):
        valeurs = []
        for categories, mots in loader:
            opt.zero_grad()
            v = perte(modele, list(categories), list(mots))
            v.backward()
            opt.step()
            valeurs.append(v.item())
        historique.append(sum(valeurs) / len(valeurs))
    return historique
