# LogSoftmax(dim=1) sur (T, B, C) : normalise sur le batch.
# perd : rnn_m2m_test_examples_are_independent, rnn_m2m_test_learns, rnn_m2m_test_log_probabilities
# dit : normalisée sur le batch

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(allh), dim=1), allh
