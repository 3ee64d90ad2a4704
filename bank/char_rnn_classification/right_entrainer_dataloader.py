# Un DataLoader avec sa collate_fn, et des pertes gardées dans un tenseur.

# %% entrainer
from torch.utils.data import DataLoader

def entrainer(model, noms, cibles, epoques=20, lr=0.01, taille_batch=32):
    def reunir(exemples):
        return former_batch([n for n, _ in exemples]), torch.tensor([int(c) for _, c in exemples])

    donnees = DataLoader(list(zip(noms, cibles)), batch_size=taille_batch, shuffle=True, collate_fn=reunir)
    optimiseur = torch.optim.Adam(model.parameters(), lr=lr)
    historique = torch.zeros(epoques)
    model.train()
    for e in range(epoques):
        for (x, longueurs), y in donnees:
            perte = nn.functional.cross_entropy(model(x=x, longueurs=longueurs), y)
            model.zero_grad()
            perte.backward()
            optimiseur.step()
            historique[e] += perte.detach() * len(y) / len(noms)
    return historique.tolist()
