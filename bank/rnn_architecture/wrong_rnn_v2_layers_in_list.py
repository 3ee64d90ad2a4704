# Couches rangées dans une liste Python : PyTorch ne voit pas leurs poids.
# perd : rnn_v2_test_every_parameter_learns
# dit : rangée dans une liste Python

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.layers = [nn.Linear(input_size, hidden_size), nn.Linear(hidden_size, hidden_size),
                       nn.Linear(hidden_size, output_size)]

    def forward(self, input, hidden=None):
        i2h, h2h, h2o = self.layers
        if hidden is None: hidden = self.initHidden()
        allh = []
        for x in input:
            hidden = torch.tanh(i2h(x) + h2h(hidden))
            allh.append(hidden)
        return F.log_softmax(h2o(hidden), dim=1), torch.stack(allh)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
