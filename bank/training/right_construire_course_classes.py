# Les classes du premier notebook telles quelles, une enveloppe autour.

# %% construire
class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size, bias=False)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=1)

    def forward(self, input, hidden=None):
        if hidden is None:
            hidden = self.initHidden()
        hidden = torch.tanh(self.i2h(input) + self.h2h(hidden))
        return self.softmax(self.h2o(hidden)), hidden

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)


class RNN_V2(RNN_V1):
    def forward(self, input, hidden=None):
        allh = torch.empty(len(input), input.shape[1], self.hidden_size)
        for t in range(len(input)):
            output, hidden = super().forward(input[t], hidden)
            allh[t] = hidden
        return output, allh


class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size, rec=nn.RNN):
        super().__init__()
        self.rec = rec(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, h = self.rec(input, hidden)
        if isinstance(h, tuple):
            h, _ = h
        return torch.log_softmax(self.h2o(h.squeeze(0)), dim=-1), allh


class Enveloppe(nn.Module):
    def __init__(self, reseau, dropout, pas_a_pas):
        super().__init__()
        self.reseau, self.dropout, self.pas_a_pas = reseau, dropout, pas_a_pas

    def forward(self, input):
        input = F.dropout(input, self.dropout, self.training)
        if not self.pas_a_pas:
            return self.reseau(input)
        hidden, states = self.reseau.initHidden(), ()
        for x in input.unbind(0):
            output, hidden = self.reseau(x, hidden)
            states += (hidden.unsqueeze(0),)
        return output, torch.cat(states)


def construire(nom, D, H, C, dropout=0.0):
    match nom:
        case "v1":
            reseau = RNN_V1(D, H, C)
        case "v2":
            reseau = RNN_V2(D, H, C)
        case "v3":
            reseau = RNN_V3(D, H, C)
        case "gru":
            reseau = RNN_V3(D, H, C, nn.GRU)
        case "lstm":
            reseau = RNN_V3(D, H, C, nn.LSTM)
        case _:
            raise ValueError(f"réseau inconnu : {nom}")
    return Enveloppe(reseau, dropout, nom == "v1")
