# relu au lieu de tanh.
# perd : rnn_v2_test_activation_is_tanh
# dit : l'activation tanh manque

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = torch.zeros(1, self.hidden_size)
        allh = []
        for x in input:
            hidden = F.relu(self.i2h(x) + self.h2h(hidden))
            allh.append(hidden)
        return F.log_softmax(self.h2o(hidden), dim=1), torch.stack(allh)
