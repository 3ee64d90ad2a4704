# Rend (allh, output), dans l'ordre de nn.GRU.
# perd : rnn_gru_test_given_state_is_used, rnn_gru_test_learns, rnn_gru_test_log_probabilities, rnn_gru_test_output_comes_from_last_state, rnn_gru_test_sizes, rnn_gru_test_state_is_carried, rnn_gru_test_uses_gru, rnn_gru_visible
# dit : la sortie vient en premier, les états en second

# %% rnn_gru
class RNN_GRU(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.GRU(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return allh, F.log_softmax(self.h2o(hidden[0]), dim=1)
