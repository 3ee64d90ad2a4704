# La récurrence à la main ; l'état d'un nom fini n'avance plus.

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.i2h = nn.Linear(n_lettres, n_etat)
        self.h2h = nn.Linear(n_etat, n_etat)
        self.h2o = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        h = x.new_zeros(x.size(1), self.h2h.in_features)
        for lettre, vraie in zip(x, masque(longueurs, len(x))):
            h = torch.where(vraie[:, None], torch.tanh(self.i2h(lettre) + self.h2h(h)), h)
        return self.h2o(h)
