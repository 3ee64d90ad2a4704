# Un nom après l'autre, sans jamais lire de padding.

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        scores = []
        for b, n in enumerate(longueurs.tolist()):
            _, h = self.rec(x[:n, b])
            scores.append(self.sortie(h[0]))
        return torch.stack(scores)
