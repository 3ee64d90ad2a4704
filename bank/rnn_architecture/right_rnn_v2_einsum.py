# Paramètres écrits à la main et einsum, aucun nn.Linear.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.W = nn.Parameter(torch.randn(input_size, hidden_size) / input_size**0.5)
        self.U = nn.Parameter(torch.randn(hidden_size, hidden_size) / hidden_size**0.5)
        self.b = nn.Parameter(torch.zeros(hidden_size))
        self.V = nn.Parameter(torch.randn(hidden_size, output_size) / hidden_size**0.5)
        self.c = nn.Parameter(torch.zeros(output_size))

    def forward(self, input, hidden=None):
        h = torch.zeros(input.shape[1], len(self.b)) if hidden is None else hidden
        states = []
        for t in range(input.shape[0]):
            h = torch.tanh(
                torch.einsum("bd,dh->bh", input[t], self.W)
                + torch.einsum("bh,hk->bk", h, self.U)
                + self.b
            )
            states.append(h)
        scores = torch.einsum("bh,hc->bc", h, self.V) + self.c
        return F.log_softmax(scores, dim=1), torch.stack(states, dim=0)
