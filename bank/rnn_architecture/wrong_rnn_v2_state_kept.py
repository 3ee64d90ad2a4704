# L'état est gardé dans self.hidden d'un appel à l'autre.
# perd : rnn_v2_test_nothing_is_kept_between_calls
# dit : le dernier état d'un appel est gardé

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
        if hidden is not None: self.hidden = hidden
        elif not hasattr(self, "hidden"): self.hidden = self.initHidden()
        allh = []
        for x in input:
            self.hidden = torch.tanh(self.i2h(x) + self.h2h(self.hidden))
            allh.append(self.hidden)
        self.hidden = self.hidden.detach()[:1]
        return self.softmax(self.h2o(allh[-1])), torch.stack(allh)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
