# 48 unités, quel que soit n_etat.
# perd : classifieur_test_sizes
# dit : écrit à la main

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, 48)
        self.sortie = nn.Linear(48, n_langues)

    def forward(self, x, longueurs):
        etats, _ = self.rec(x)
        return self.sortie(etats[longueurs - 1, torch.arange(len(longueurs))])
