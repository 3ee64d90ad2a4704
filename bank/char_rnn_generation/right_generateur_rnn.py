# nn.RNN, la catégorie en one-hot.

# %% generateur
class Generateur(nn.Module):
    def __init__(self, n_categories, n_entrees, n_hidden, n_sorties):
        super().__init__()
        self.register_buffer("identite", torch.eye(n_categories))
        self.plongement = nn.Embedding(n_entrees, n_hidden)
        self.rnn = nn.RNN(n_hidden + n_categories, n_hidden)
        self.decode = nn.Linear(n_hidden, n_sorties)

    def forward(self, categories, entrees, hidden=None):
        x = self.plongement(entrees)
        c = self.identite[categories].unsqueeze(0).expand(x.size(0), -1, -1)
        h, dernier = self.rnn(torch.cat((x, c), dim=-1), hidden)
        return self.decode(h), dernier
