# Une cellule à soi, écrite à la main, qui s'appelle RNNCell.

# %% rnn_v2
class RNNCell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.ih = nn.Linear(input_size, hidden_size)
        self.hh = nn.Linear(hidden_size, hidden_size)

    def forward(self, x, h):
        return torch.tanh(self.ih(x) + self.hh(h))

class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.cell = RNNCell(input_size, hidden_size)
        self.decoder = nn.Sequential(nn.Linear(hidden_size, output_size), nn.LogSoftmax(dim=-1))

    def forward(self, input, hidden=None):
        h = hidden if hidden is not None else input.new_zeros((input.size(1), self.hidden_size))
        allh = []
        for x in input:
            h = self.cell(x, h)
            allh.append(h)
        return self.decoder(h), torch.stack(allh)
