# Pas de LogSoftmax : des scores bruts.
# perd : rnn_v3_test_log_probabilities
# dit : ne contient pas de log-probabilités

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return self.h2o(hidden[0]), allh
