# La catégorie du premier nom pour tous.
# perd : entrainer_test_every_name_counts, entrainer_test_learns_by_heart, entrainer_test_steps_of_adam, generateur_test_category_at_every_step
# dit : chaque colonne a sa propre catégorie

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
        contexte = self.categorie(categories[0]).expand_as(lettres)
        etats, hidden = self.recurrence(torch.cat([contexte, lettres], dim=2), hidden)
        return self.sortie(etats), hidden
