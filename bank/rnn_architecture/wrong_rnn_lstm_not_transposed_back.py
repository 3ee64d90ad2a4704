# batch_first=True : l'entrée est transposée, les états ne le sont pas.
# perd : rnn_lstm_test_given_pair_is_used, rnn_lstm_test_output_comes_from_last_state, rnn_lstm_test_sizes, rnn_lstm_test_state_is_carried, rnn_lstm_test_uses_lstm, rnn_lstm_visible
# dit : reçu (3, 4, 6)

# %% rnn_lstm
class RNN_LSTM(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.LSTM(input_size, hidden_size, batch_first=True)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, (h, c) = self.rec(input.transpose(0, 1), hidden)
        return F.log_softmax(self.h2o(h[0]), dim=1), allh
