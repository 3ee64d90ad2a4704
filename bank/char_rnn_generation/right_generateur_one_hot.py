# One-hot et couches linéaires, boucle à la main, comme le tutoriel.

# %% generateur
class Generateur(nn.Module):
    def __init__(self, n_categories, n_entrees, n_hidden, n_sorties):
        super().__init__()
        self.tailles = n_categories, n_entrees, n_hidden
        total = n_categories + n_entrees + n_hidden
        self.i2h = nn.Linear(total, n_hidden)
        self.i2o = nn.Linear(total, n_sorties)
        self.o2o = nn.Linear(n_hidden + n_sorties, n_sorties)

    def forward(self, categories, entrees, hidden=None):
        n_categories, n_entrees, n_hidden = self.tailles
        genre = self.i2h.weight.dtype
        c = F.one_hot(categories, n_categories).to(genre)
        if hidden is None:
            hidden = torch.zeros(len(c), n_hidden, dtype=genre)
        scores = []
        for x in F.one_hot(entrees, n_entrees).to(genre):
            tout = torch.cat((c, x, hidden), 1)
            hidden = torch.tanh(self.i2h(tout))
            scores.append(self.o2o(torch.cat((hidden, self.i2o(tout)), 1)))
        return torch.stack(scores), hidden
