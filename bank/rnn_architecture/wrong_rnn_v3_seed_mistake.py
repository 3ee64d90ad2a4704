# LogSoftmax(dim=1) sur (1, B, C) : normalise sur le batch.
# perd : rnn_v3_test_examples_are_independent, rnn_v3_test_learns, rnn_v3_test_log_probabilities
# dit : LogSoftmax(dim=1) sur un tenseur (1, B, C) parcourt B

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(hidden), dim=1), allh
