# nn.RNNCell cachée derrière un autre nom.
# perd : rnn_v2_test_is_from_scratch
# dit : RNNCell est utilisé

# %% rnn_v2
Cellule = nn.RNNCell

class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.cell = Cellule(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=-1)

    def forward(self, input, hidden=None):
        allh = []
        for x in input:
            hidden = self.cell(x, hidden)
            allh.append(hidden)
        return self.softmax(self.h2o(hidden)), torch.stack(allh)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
