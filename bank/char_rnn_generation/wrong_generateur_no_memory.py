# Aucune récurrence : chaque lettre seule.
# perd : entrainer_test_learns_by_heart, generateur_test_follows_time, generateur_test_state_continues

# %% generateur
class Generateur(nn.Module):
    def __init__(self, n_categories, n_entrees, n_hidden, n_sorties):
        super().__init__()
        self.categorie = nn.Embedding(n_categories, n_hidden)
        self.lettre = nn.Embedding(n_entrees, n_hidden)
        self.melange = nn.Linear(2 * n_hidden, n_hidden)
        self.sortie = nn.Linear(n_hidden, n_sorties)

    def forward(self, categories, entrees, hidden=None):
        lettres = self.lettre(entrees)
        contexte = self.categorie(categories).expand_as(lettres)
        x = torch.cat([contexte, lettres], dim=2)
        etats = torch.tanh(self.melange(x))
        return self.sortie(etats), etats[-1:]
