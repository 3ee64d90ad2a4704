# L'état reçu n'est pas utilisé.
# perd : entrainer_test_learns_by_heart, generateur_test_state_continues
# dit : est ignoré

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
        etats, hidden = self.recurrence(x)
        return self.sortie(etats), hidden
