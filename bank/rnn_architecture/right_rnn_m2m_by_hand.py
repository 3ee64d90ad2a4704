# Récurrence à la main, une sortie par pas dans la boucle.

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=-1)

    def forward(self, input, hidden=None):
        h = torch.zeros(input.shape[1], self.hidden_size) if hidden is None else hidden
        outputs, allh = [], []
        for x in input:
            h = torch.tanh(self.i2h(x) + self.h2h(h))
            allh.append(h)
            outputs.append(self.softmax(self.h2o(h)))
        return torch.stack(outputs), torch.stack(allh)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
