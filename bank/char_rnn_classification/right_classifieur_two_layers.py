# Deux couches de nn.RNN, batch en premier à l'intérieur.

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.RNN(n_lettres, n_etat, num_layers=2, batch_first=True)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        etats, _ = self.rec(x.transpose(0, 1))
        lignes = torch.arange(x.size(1))
        return self.sortie(etats[lignes, longueurs - 1])
