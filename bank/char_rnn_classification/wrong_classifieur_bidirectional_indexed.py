# Dans les deux sens sans empaqueter : le sens inverse commence par le padding.
# perd : classifieur_test_padding_changes_nothing
# dit : padding

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat, bidirectional=True)
        self.sortie = nn.Linear(2 * n_etat, n_langues)

    def forward(self, x, longueurs):
        etats, _ = self.rec(x)
        return self.sortie(etats[longueurs - 1, torch.arange(len(longueurs))])
