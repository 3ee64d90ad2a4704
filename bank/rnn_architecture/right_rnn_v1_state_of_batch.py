# initHidden rend (B, H) si on lui dit B, arguments supplémentaires.

# %% rnn_v1
class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size, bias=True):
        super().__init__()
        self.i2h = nn.Linear(input_size, hidden_size, bias=bias)
        self.h2h = nn.Linear(hidden_size, hidden_size, bias=bias)
        self.h2o = nn.Linear(hidden_size, output_size, bias=bias)

    def forward(self, input, hidden=None, temperature=1.0):
        if hidden is None:
            hidden = self.initHidden(len(input))
        h = self.h2h(hidden).add(self.i2h(input)).tanh()
        return (self.h2o(h) / temperature).log_softmax(-1), h

    def initHidden(self, batch=1):
        return self.h2h.weight.new_zeros(batch, self.h2h.in_features)
