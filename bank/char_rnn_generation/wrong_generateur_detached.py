# L'état coupé du graphe entre les pas.
# perd : generateur_test_learns
# perd parfois : entrainer_test_learns_by_heart
# dit : le gradient n'est pas celui

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
        etats = []
        for pas in x:
            y, hidden = self.recurrence(pas.unsqueeze(0), hidden)
            hidden = hidden.detach()
            etats.append(y)
        return self.sortie(torch.cat(etats)), hidden
