# Hérite de nn.RNN et ajoute la couche de sortie.

# %% rnn_v3
class RNN_V3(nn.RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size)
        self.sortie = nn.Sequential(nn.Linear(hidden_size, output_size), nn.LogSoftmax(dim=-1))

    def forward(self, input, hidden=None):
        allh, hn = super().forward(input, hidden)
        return self.sortie(hn[-1]), allh
