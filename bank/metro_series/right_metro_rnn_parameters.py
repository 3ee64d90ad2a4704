# Matrices en nn.Parameter, produits à la main.

# %% metro_rnn
class MetroRNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        k = hidden_size**-0.5
        self.W = nn.Parameter(torch.empty(input_size, hidden_size).uniform_(-k, k))
        self.U = nn.Parameter(torch.empty(hidden_size, hidden_size).uniform_(-k, k))
        self.b = nn.Parameter(torch.empty(hidden_size).uniform_(-k, k))
        self.V = nn.Parameter(torch.empty(hidden_size, output_size).uniform_(-k, k))
        self.c = nn.Parameter(torch.empty(output_size).uniform_(-k, k))

    def one_step(self, x, h):
        return (x @ self.W + h @ self.U + self.b).tanh()

    def forward(self, x, h=None):
        h = torch.zeros_like(x[0] @ self.W) if h is None else h
        etats = []
        for t in range(x.size(0)):
            h = self.one_step(x[t], h)
            etats.append(h.unsqueeze(0))
        return torch.cat(etats, dim=0)

    def decode(self, h):
        return h.matmul(self.V) + self.c
