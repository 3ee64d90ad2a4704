# Un sac de lettres : la moyenne, puis des couches linéaires.
# perd : classifieur_test_reads_every_letter, entrainer_test_learns_order
# dit : sac de lettres

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.cache = nn.Linear(n_lettres, n_etat)
        self.milieu = nn.Linear(n_etat, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        h = torch.tanh(self.cache(moyenne(x, longueurs)))
        return self.sortie(torch.tanh(self.milieu(h)))
