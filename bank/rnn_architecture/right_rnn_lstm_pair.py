# Décompose le couple (h, c), sortie (1, B, C) normalisée sur les classes.

# %% rnn_lstm
class RNN_LSTM(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.LSTM(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None:
            h0 = c0 = torch.zeros(1, input.shape[1], self.hidden_size)
        else:
            h0, c0 = hidden
        allh, (h, _) = self.rec(input, (h0, c0))
        return self.h2o(h).log_softmax(-1), allh
