# L'état rendu est celui du premier pas.
# perd : generateur_test_state_continues
# dit : le dernier, complet

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
        etats, _ = self.recurrence(x, hidden)
        return self.sortie(etats), etats[:1]
