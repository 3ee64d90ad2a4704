# Une seule couche sur [x, h] concaténés.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.cellule = nn.Sequential(nn.Linear(input_size + hidden_size, hidden_size), nn.Tanh())
        self.sortie = nn.Sequential(nn.Linear(hidden_size, output_size), nn.LogSoftmax(dim=1))

    def forward(self, input, hidden=None):
        h = torch.zeros(input.size(1), self.hidden_size) if hidden is None else hidden
        allh = torch.Tensor()
        for x in input:
            h = self.cellule(torch.cat([x, h], dim=1))
            allh = torch.cat([allh, h[None]])
        return self.sortie(h), allh
