# longueurs - 2 : l'avant-dernière lettre.
# perd : classifieur_test_reads_every_letter
# dit : un pas trop tôt

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        etats, _ = self.rec(x)
        return self.sortie(etats[longueurs - 2, torch.arange(len(longueurs))])
