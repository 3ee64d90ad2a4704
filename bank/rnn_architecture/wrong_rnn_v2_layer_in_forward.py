# Une couche créée dans forward : des poids neufs à chaque appel.
# perd : rnn_v2_test_every_parameter_learns, rnn_v2_test_nothing_is_kept_between_calls
# dit : une couche est créée dans forward

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=-1)

    def forward(self, input, hidden=None):
        h2h = nn.Linear(self.hidden_size, self.hidden_size)
        if hidden is None: hidden = self.initHidden()
        allh = []
        for x in input:
            hidden = torch.tanh(self.i2h(x) + h2h(hidden))
            allh.append(hidden)
        return self.softmax(self.h2o(hidden)), torch.stack(allh)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
