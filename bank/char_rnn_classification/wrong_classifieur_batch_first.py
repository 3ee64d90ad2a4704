# batch_first=True sur un batch (T, B, D) : la récurrence court sur les noms.
# perd : classifieur_test_batch_order, classifieur_test_learns, classifieur_test_padding_changes_nothing, classifieur_test_reads_every_letter, entrainer_test_defaults, entrainer_test_history, entrainer_test_learns_order, entrainer_test_steps
# dit : padding

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat, batch_first=True)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        etats, _ = self.rec(x)
        return self.sortie(etats[longueurs - 1, torch.arange(len(longueurs))])
