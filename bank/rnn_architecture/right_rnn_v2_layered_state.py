# Accepte un état (1, B, H) comme nn.RNN, avec arguments supplémentaires.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=-1)

    def forward(self, input, hidden=None):
        h = torch.zeros(input.shape[1], self.hidden_size) if hidden is None else hidden.reshape(-1, self.hidden_size)
        allh = []
        for t, x in enumerate(input):
            h = torch.tanh(self.i2h(x) + self.h2h(h))
            allh += [h.unsqueeze(0)]
        return self.softmax(self.h2o(h)), torch.cat(allh, 0)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
