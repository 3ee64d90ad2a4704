# Les états rendus sont les mémoires c au lieu des h.
# perd : rnn_lstm_test_output_comes_from_last_state
# dit : de la mémoire c du LSTM

# %% rnn_lstm
class RNN_LSTM(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.cell = nn.LSTMCell(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        zeros = torch.zeros(input.shape[1], self.hidden_size)
        h, c = (zeros, zeros) if hidden is None else [s.view(-1, self.hidden_size) for s in hidden]
        allc = []
        for x in input:
            h, c = self.cell(x, (h, c))
            allc.append(c)
        return F.log_softmax(self.h2o(h), dim=1), torch.stack(allc)
