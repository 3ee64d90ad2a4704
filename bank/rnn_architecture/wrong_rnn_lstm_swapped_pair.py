# Le couple reçu est pris pour (c, h).
# perd : rnn_lstm_test_given_pair_is_used
# dit : sont échangées : c'est (h, c)

# %% rnn_lstm
class RNN_LSTM(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.LSTM(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is not None:
            c0, h0 = hidden
            hidden = (h0, c0)
        allh, (h, c) = self.rec(input, hidden)
        return F.log_softmax(self.h2o(h[0]), dim=1), allh
