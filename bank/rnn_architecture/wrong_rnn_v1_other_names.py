# D'autres noms que i2h, h2h et h2o, qui sont imposés.
# perd : rnn_v1_test_output_equation, rnn_v1_test_state_equation
# dit : les noms i2h, h2h et h2o sont imposés

# %% rnn_v1
class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.lin_h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = self.initHidden()
        hidden = torch.tanh(self.i2h(input) + self.lin_h(hidden))
        return F.log_softmax(self.h2o(hidden), dim=1), hidden

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
