# unbind et torch.stack, projection de l'entrée faite d'un coup.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=-1)

    def forward(self, input, hidden=None):
        h = self.initHidden() if hidden is None else hidden
        states = []
        for drive in self.i2h(input).unbind(0):
            h = (drive + self.h2h(h)).tanh()
            states.append(h)
        return self.softmax(self.h2o(states[-1])), torch.stack(states)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
