# Les états sont coupés du graphe.
# perd : classifieur_test_learns
# perd parfois : entrainer_test_learns_order
# dit : aucun gradient

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        etats, _ = self.rec(x)
        return self.sortie(etats.detach()[longueurs - 1, torch.arange(len(longueurs))])
