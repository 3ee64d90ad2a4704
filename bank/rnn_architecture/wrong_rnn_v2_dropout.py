# Un dropout sur l'état, que l'énoncé ne demande pas : deux appels diffèrent.
# perd : rnn_v2_test_nothing_is_kept_between_calls
# dit : état aléatoire, dropout

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.dropout = nn.Dropout(0.5)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = torch.zeros(input.shape[1], self.hidden_size)
        bruit = self.dropout(torch.ones(self.hidden_size)) / 2
        allh = []
        for x in input:
            hidden = torch.tanh(self.i2h(x) + self.h2h(hidden * (0.5 + bruit)))
            allh.append(hidden)
        return F.log_softmax(self.h2o(hidden), dim=1), torch.stack(allh)
