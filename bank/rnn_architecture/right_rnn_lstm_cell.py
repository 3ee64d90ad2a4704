# Boucle autour de nn.LSTMCell, h et c transmis.

# %% rnn_lstm
class RNN_LSTM(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.cell = nn.LSTMCell(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None:
            h = input.new_zeros(input.size(1), self.hidden_size)
            c = torch.zeros_like(h)
        else:
            h, c = (etat.reshape(-1, self.hidden_size) for etat in hidden)
        allh = []
        for x in input:
            h, c = self.cell(x, (h, c))
            allh.append(h)
        return F.log_softmax(self.h2o(h), dim=1), torch.stack(allh)
