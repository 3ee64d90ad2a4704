# Un LSTM : l'état est un couple.

# %% generateur
class Generateur(nn.Module):
    def __init__(self, n_categories, n_entrees, n_hidden, n_sorties):
        super(Generateur, self).__init__()
        self.cat = nn.Embedding(n_categories, 5)
        self.car = nn.Embedding(n_entrees, n_hidden)
        self.lstm = nn.LSTM(n_hidden + 5, n_hidden, num_layers=2)
        self.lin = nn.Linear(n_hidden, n_sorties)

    def forward(self, categories, entrees, hidden=None):
        T, B = entrees.shape
        x = torch.cat([self.car(entrees), self.cat(categories).repeat(T, 1, 1)], -1)
        y, etat = self.lstm(x, hidden)
        return self.lin(y), etat
