# Tailles dans une dataclass, couches construites par une fonction.

# %% rnn_v2
from dataclasses import dataclass

@dataclass(frozen=True)
class Tailles:
    entree: int
    etat: int
    sortie: int

def couches(t):
    return nn.Linear(t.entree, t.etat), nn.Linear(t.etat, t.etat), nn.Linear(t.etat, t.sortie)

class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.tailles = Tailles(input_size, hidden_size, output_size)
        self.i2h, self.h2h, self.h2o = couches(self.tailles)

    def etats(self, input, hidden):
        for x in input.chunk(len(input)):
            hidden = torch.tanh(self.i2h(x[0]) + self.h2h(hidden))
            yield hidden

    def forward(self, input, hidden=None):
        if hidden is None:
            hidden = torch.zeros((input.shape[1], self.tailles.etat))
        allh = torch.stack(tuple(self.etats(input, hidden)))
        return F.log_softmax(self.h2o(allh[-1]), dim=-1), allh
