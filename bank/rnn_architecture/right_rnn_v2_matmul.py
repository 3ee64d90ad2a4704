# Produits de matrices écrits avec @ et torch.addmm.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        k = 1 / hidden_size ** 0.5
        self.W_xh = nn.Parameter(torch.empty(input_size, hidden_size).uniform_(-k, k))
        self.W_hh = nn.Parameter(torch.empty(hidden_size, hidden_size).uniform_(-k, k))
        self.b_h = nn.Parameter(torch.zeros(1, hidden_size))
        self.W_hy = nn.Parameter(torch.empty(hidden_size, output_size).uniform_(-k, k))
        self.b_y = nn.Parameter(torch.zeros(1, output_size))

    def forward(self, input, hidden=None):
        H = hidden if hidden is not None else torch.zeros(input.shape[1], self.hidden_size)
        outputs = []
        for X in input:
            H = torch.tanh(X @ self.W_xh + H @ self.W_hh + self.b_h)
            outputs.append(H)
        Y = torch.addmm(self.b_y, H, self.W_hy)
        return Y - Y.logsumexp(1, keepdim=True), torch.stack(outputs)
