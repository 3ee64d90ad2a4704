# softmax derrière la dernière couche.
# perd : classifieur_test_raw_scores
# dit : une seconde fois

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        etats, _ = self.rec(x)
        derniers = etats[longueurs - 1, torch.arange(len(longueurs))]
        return torch.softmax(self.sortie(derniers), dim=1)
