# LogSoftmax(dim=0) sur (T, B, C) : normalise sur le temps.
# perd : rnn_m2m_test_learns, rnn_m2m_test_log_probabilities, rnn_m2m_test_outputs_follow_time, rnn_m2m_test_sequence_can_be_cut
# dit : normalisée sur le temps

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=0)

    def forward(self, input, hidden=None):
        allh, _ = self.rec(input, hidden)
        return self.softmax(self.h2o(allh)), allh
