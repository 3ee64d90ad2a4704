# Softmax, puis LogSoftmax : normalisé deux fois.
# perd : rnn_v1_test_output_equation
# dit : un Softmax est appliqué avant LogSoftmax

# %% rnn_v1
class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.Softmax(dim=1)
        self.log_softmax = nn.LogSoftmax(dim=1)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = self.initHidden()
        hidden = torch.tanh(self.i2h(input) + self.h2h(hidden))
        return self.log_softmax(self.softmax(self.h2o(hidden))), hidden

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
