# Un seul biais, calcul écrit avec les poids des couches et F.linear.

# %% rnn_v1
class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super(RNN_V1, self).__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size, bias=False)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None:
            hidden = self.initHidden()
        a = F.linear(input, self.i2h.weight)
        b = F.linear(hidden, self.h2h.weight, self.h2h.bias)
        hidden = torch.tanh(a + b)
        return F.log_softmax(F.linear(hidden, self.h2o.weight, self.h2o.bias), dim=1), hidden

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
