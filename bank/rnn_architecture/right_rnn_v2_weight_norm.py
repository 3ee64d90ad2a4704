# Poids récurrents normalisés par une paramétrisation de torch.

# %% rnn_v2
from torch.nn.utils.parametrizations import weight_norm

class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = weight_norm(nn.Linear(hidden_size, hidden_size))
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        h = torch.zeros(1, self.hidden_size) if hidden is None else hidden
        allh = []
        for x in input:
            h = torch.tanh(self.i2h(x) + self.h2h(h))
            allh.append(h)
        return F.log_softmax(self.h2o(h), dim=1), torch.stack(allh)
