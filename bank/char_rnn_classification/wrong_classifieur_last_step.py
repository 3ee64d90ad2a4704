# etats[-1] : l'état au dernier pas du batch.
# perd : classifieur_test_padding_changes_nothing
# dit : longueurs ne joue aucun rôle

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        etats, _ = self.rec(x)
        return self.sortie(etats[-1])
