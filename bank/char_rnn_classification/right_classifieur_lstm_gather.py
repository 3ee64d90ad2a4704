# Une LSTM et gather.

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.lstm = nn.LSTM(n_lettres, n_etat)
        self.fc = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        etats = self.lstm(x)[0]
        ou = (longueurs - 1).view(1, -1, 1).expand(1, -1, etats.size(2))
        return self.fc(etats.gather(0, ou).squeeze(0))
