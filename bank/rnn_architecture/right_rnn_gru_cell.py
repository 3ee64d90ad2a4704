# Boucle autour de nn.GRUCell.

# %% rnn_gru
class RNN_GRU(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.GRUCell(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        h = torch.zeros(input.shape[1], self.hidden_size) if hidden is None else hidden.reshape(-1, self.hidden_size)
        allh = []
        for x in input:
            h = self.rec(x, h)
            allh.append(h)
        return F.log_softmax(self.h2o(h), dim=1), torch.stack(allh)
