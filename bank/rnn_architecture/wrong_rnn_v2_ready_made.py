# nn.RNN au lieu d'une récurrence écrite à la main.
# perd : rnn_v2_test_is_from_scratch
# dit : RNN est utilisé

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=-1)

    def forward(self, input, hidden=None):
        allh, h = self.rec(input, hidden)
        return self.softmax(self.h2o(h[0])), allh

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
