# Dropout, alors que l'énoncé n'en veut pas.
# perd : entrainer_test_every_name_counts, entrainer_test_one_step_a_batch, entrainer_test_steps_of_adam, generateur_test_category_at_every_step, generateur_test_follows_time, generateur_test_learns, generateur_test_state_continues
# dit : dropout

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
        return self.sortie(F.dropout(etats, 0.03, self.training)), hidden
