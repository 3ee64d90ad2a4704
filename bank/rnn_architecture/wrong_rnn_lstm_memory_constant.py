# LSTMCell en boucle, c jamais mis à jour : chaque pas part du premier.
# perd : rnn_lstm_test_state_is_carried
# dit : la mémoire c reste celle du début

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
        allh = []
        for x in input:
            h, c_t = self.cell(x, (h, c))
            allh.append(h)
        return F.log_softmax(self.h2o(h), dim=1), torch.stack(allh)
