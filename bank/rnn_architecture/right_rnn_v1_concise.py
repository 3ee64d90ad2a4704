# Tout sur une ligne, F.log_softmax au lieu du module.

# %% rnn_v1
class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h, self.h2h = nn.Linear(input_size, hidden_size), nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        hidden = torch.tanh(self.i2h(input) + self.h2h(self.initHidden() if hidden is None else hidden))
        return F.log_softmax(self.h2o(hidden), dim=-1), hidden

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
