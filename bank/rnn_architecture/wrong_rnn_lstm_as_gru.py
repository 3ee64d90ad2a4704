# Copie du GRU : le couple (h, c) est pris pour un tenseur.
# perd : rnn_lstm_test_given_pair_is_used, rnn_lstm_test_learns, rnn_lstm_test_log_probabilities, rnn_lstm_test_output_comes_from_last_state, rnn_lstm_test_sizes, rnn_lstm_test_state_is_carried, rnn_lstm_test_uses_lstm, rnn_lstm_visible
# dit : not tuple

# %% rnn_lstm
class RNN_LSTM(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.LSTM(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(hidden), dim=1), allh
