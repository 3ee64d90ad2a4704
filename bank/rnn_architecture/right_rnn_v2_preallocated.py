# Tenseur des états alloué d'avance, puis empilé depuis une liste.

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
        T, B, _ = input.shape
        h = input.new_zeros(B, self.hidden_size) if hidden is None else hidden
        allh = torch.empty(T, B, self.hidden_size)
        for t in range(T):
            h = torch.tanh(self.i2h(input[t]) + self.h2h(h))
            allh[t] = h
        return self.softmax(self.h2o(allh[-1])), allh

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
