# Des scores à chaque pas, dont on garde ceux de la dernière lettre.

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.LSTM(n_lettres, n_etat)
        self.cache = nn.Linear(n_etat, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        scores = self.sortie(torch.tanh(self.cache(self.rec(x)[0])))
        return torch.stack([scores[n - 1, b] for b, n in enumerate(longueurs)])
