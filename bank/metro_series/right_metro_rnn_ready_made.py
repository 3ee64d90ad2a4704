# nn.RNN pour toute la séquence, le même pour un pas.

# %% metro_rnn
class MetroRNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rnn = nn.RNN(input_size, hidden_size)
        self.W = nn.Parameter(torch.randn(output_size, hidden_size) * 0.1)
        self.b = nn.Parameter(torch.zeros(output_size))

    def one_step(self, x, h):
        return self.rnn(x[None], h[None])[0][0]

    def forward(self, x, h=None):
        return self.rnn(x, None if h is None else h.unsqueeze(0))[0]

    def decode(self, h):
        return F.linear(h, self.W, self.b)
