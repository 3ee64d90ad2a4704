# L'état reçu n'est pas passé à nn.LSTM.
# perd : rnn_lstm_test_given_pair_is_used
# dit : l'état initial passé dans `hidden` est ignoré

# %% rnn_lstm
class RNN_LSTM(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.LSTM(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, (h, c) = self.rec(input)
        return F.log_softmax(self.h2o(h[0]), dim=1), allh
