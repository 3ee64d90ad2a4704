# La catégorie ne donne que l'état initial.
# perd : generateur_test_category_at_every_step
# dit : ne compte que pour le premier état

# %% generateur
class Generateur(nn.Module):
    def __init__(self, n_categories, n_entrees, n_hidden, n_sorties):
        super().__init__()
        self.categorie = nn.Embedding(n_categories, n_hidden)
        self.lettre = nn.Embedding(n_entrees, n_hidden)
        self.recurrence = nn.GRU(2 * n_hidden, n_hidden)
        self.sortie = nn.Linear(n_hidden, n_sorties)

    def forward(self, categories, entrees, hidden=None):
        if hidden is None:
            hidden = self.categorie(categories).unsqueeze(0)
        lettres = self.lettre(entrees)
        etats, hidden = self.recurrence(torch.cat([lettres, lettres], dim=2), hidden)
        return self.sortie(etats), hidden
