# L'argument dropout est oublié.
# perd : construire_test_dropout
# dit : ne change rien en mode train

# %% construire
class RNN_V1(nn.Module):
    def __init__(self, D, H, C):
        super().__init__()
        self.i2h = nn.Linear(D, H)
        self.h2h = nn.Linear(H, H)
        self.h2o = nn.Linear(H, C)
        self.H = H

    def forward(self, input, hidden=None):
        if hidden is None:
            hidden = torch.zeros(1, self.H)
        hidden = torch.tanh(self.i2h(input) + self.h2h(hidden))
        return F.log_softmax(self.h2o(hidden), dim=-1), hidden


class Boucle(nn.Module):
    def __init__(self, cellule):
        super().__init__()
        self.cellule = cellule

    def forward(self, input):
        hidden, states = None, []
        for x in input:
            output, hidden = self.cellule(x, hidden)
            states.append(hidden)
        return output, torch.stack(states)


class RNN_V2(RNN_V1):
    def forward(self, input):
        hidden, states = torch.zeros(1, self.H), []
        for x in input:
            hidden = torch.tanh(self.i2h(x) + self.h2h(hidden))
            states.append(hidden)
        return F.log_softmax(self.h2o(hidden), dim=-1), torch.stack(states)


class RNN_V3(nn.Module):
    couche = nn.RNN

    def __init__(self, D, H, C):
        super().__init__()
        self.rec = self.couche(D, H)
        self.h2o = nn.Linear(H, C)

    def forward(self, input):
        states, _ = self.rec(input)
        return F.log_softmax(self.h2o(states[-1]), dim=-1), states


class RNN_GRU(RNN_V3):
    couche = nn.GRU


class RNN_LSTM(RNN_V3):
    couche = nn.LSTM


def construire(nom, D, H, C, dropout=0.0):
    if nom == "v1":
        reseau = Boucle(RNN_V1(D, H, C))
    elif nom == "v2":
        reseau = RNN_V2(D, H, C)
    elif nom == "v3":
        reseau = RNN_V3(D, H, C)
    elif nom == "gru":
        reseau = RNN_GRU(D, H, C)
    elif nom == "lstm":
        reseau = RNN_LSTM(D, H, C)
    else:
        raise ValueError(nom)
    return reseau
