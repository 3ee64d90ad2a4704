# squeeze() sans axe : le batch disparaît quand B = 1.
# perd : rnn_v3_test_examples_are_independent, rnn_v3_test_sizes, rnn_v3_test_uses_nn_rnn
# dit : est de taille (2,) au lieu de (1, C)

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(hidden.squeeze()), dim=-1), allh
