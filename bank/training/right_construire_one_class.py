# Une seule classe autour d'une couche de torch ; v1 et v2 à la main avec RNNCell.

# %% construire
class Reseau(nn.Module):
    def __init__(self, couche, D, H, C, dropout):
        super().__init__()
        self.masque = nn.Dropout(dropout)
        self.couche = couche(D, H)
        self.h2o = nn.Linear(H, C)

    def etats(self, input):
        if not isinstance(self.couche, nn.RNNCell):
            return self.couche(input)[0]
        etats, h = [], None
        for x in input:
            h = self.couche(x, h)
            etats.append(h)
        return torch.stack(etats)

    def forward(self, input):
        etats = self.etats(self.masque(input))
        return self.h2o(etats[-1]).log_softmax(-1), etats


COUCHES = {"v1": nn.RNNCell, "v2": nn.RNNCell, "v3": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


def construire(nom, D, H, C, dropout=0.0):
    return Reseau(COUCHES[nom], D, H, C, dropout)
