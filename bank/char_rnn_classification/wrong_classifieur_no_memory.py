# Chaque lettre part d'un état nul.
# perd : classifieur_test_learns, classifieur_test_reads_every_letter, entrainer_test_learns_order
# dit : l'état est-il transmis

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        etats = torch.cat([self.rec(pas[None])[0] for pas in x])
        return self.sortie(etats[longueurs - 1, torch.arange(len(longueurs))])
