# Pas de LogSoftmax : des scores bruts.
# perd : rnn_m2m_test_log_probabilities
# dit : LogSoftmax est-il appliqué

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, _ = self.rec(input, hidden)
        return self.h2o(allh), allh
