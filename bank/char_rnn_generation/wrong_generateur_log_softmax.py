# LogSoftmax en sortie.
# perd : generateur_test_raw_scores
# dit : log-probabilités

# %% generateur
class Generateur(nn.Module):
    def __init__(self, n_categories, n_entrees, n_hidden, n_sorties):
        super().__init__()
        self.categorie = nn.Embedding(n_categories, n_hidden)
        self.lettre = nn.Embedding(n_entrees, n_hidden)
        self.recurrence = nn.GRU(2 * n_hidden, n_hidden)
        self.sortie = nn.Linear(n_hidden, n_sorties)

    def forward(self, categories, entrees, hidden=None):
        lettres = self.lettre(entrees)
        contexte = self.categorie(categories).expand_as(lettres)
        x = torch.cat([contexte, lettres], dim=2)
        etats, hidden = self.recurrence(x, hidden)
        return F.log_softmax(self.sortie(etats), dim=-1), hidden
