# Hérite du RNN de utils.py, pris pour nn.RNN, et écrit la récurrence à la main.
# perd : rnn_v3_test_uses_nn_rnn
# dit : nn.RNN n'est pas utilisé

# %% rnn_v3
class RNN_V3(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.lin = nn.Linear(input_size + hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def one_step(self, x, h):
        return torch.tanh(self.lin(torch.cat([x, h], dim=-1)))

    def forward(self, input, hidden=None):
        h = torch.zeros(input.shape[1], self.hidden_size) if hidden is None else hidden.view(-1, self.hidden_size)
        allh = []
        for x in input:
            h = self.one_step(x, h)
            allh.append(h)
        return F.log_softmax(self.h2o(h), dim=1), torch.stack(allh)
