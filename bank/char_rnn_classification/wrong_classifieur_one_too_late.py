# etats[longueurs] : un pas après la dernière lettre.
# perd : classifieur_test_padding_changes_nothing
# dit : padding

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        etats, _ = self.rec(F.pad(x, (0, 0, 0, 0, 0, 1)))
        return self.sortie(etats[longueurs, torch.arange(len(longueurs))])
