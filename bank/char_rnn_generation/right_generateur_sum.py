# Les deux plongements additionnés, GRUCell.

# %% generateur
class Generateur(nn.Module):
    def __init__(self, n_categories, n_entrees, n_hidden, n_sorties):
        super().__init__()
        self.a, self.b = nn.Embedding(n_categories, n_hidden), nn.Embedding(n_entrees, n_hidden)
        self.cellule = nn.GRUCell(n_hidden, n_hidden)
        self.tete = nn.Sequential(nn.Linear(n_hidden, 2 * n_hidden), nn.Tanh(), nn.Linear(2 * n_hidden, n_sorties))

    def forward(self, categories, entrees, hidden=None):
        etats = []
        for pas in entrees:
            hidden = self.cellule(self.a(categories) + self.b(pas), hidden)
            etats.append(hidden)
        return self.tete(torch.stack(etats)), hidden
