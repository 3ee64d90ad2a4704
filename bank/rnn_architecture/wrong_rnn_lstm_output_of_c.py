# La sortie est calculée à partir de la mémoire c au lieu de h.
# perd : rnn_lstm_test_output_comes_from_last_state
# dit : de la mémoire c du LSTM

# %% rnn_lstm
class RNN_LSTM(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.LSTM(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, (h, c) = self.rec(input, hidden)
        return F.log_softmax(self.h2o(c[0]), dim=1), allh
