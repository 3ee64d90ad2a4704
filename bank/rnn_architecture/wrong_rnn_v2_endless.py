# Boucle sans fin dans forward.
# non corrigeable : x

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
        if hidden is None: hidden = self.initHidden()
        t, allh = 0, []
        while t < len(input):
            hidden = torch.tanh(self.i2h(input[t]) + self.h2h(hidden))
        return self.softmax(self.h2o(hidden)), torch.stack(allh)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
