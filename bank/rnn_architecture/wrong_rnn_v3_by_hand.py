# Récurrence écrite à la main au lieu de nn.RNN.
# perd : rnn_v3_test_uses_nn_rnn
# dit : nn.RNN n'est pas utilisé

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=-1)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = self.initHidden()
        allh = []
        for x in input:
            hidden = torch.tanh(self.i2h(x) + self.h2h(hidden))
            allh.append(hidden)

        return self.softmax(self.h2o(hidden)), torch.stack(allh)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
