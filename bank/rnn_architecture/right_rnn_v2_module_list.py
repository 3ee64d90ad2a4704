# nn.ModuleList déballée dans forward, état nul par zeros_like.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Linear(n, m) for n, m in [(input_size, hidden_size), (hidden_size, hidden_size), (hidden_size, output_size)]
        )

    def forward(self, input, hidden=None):
        W1, W2, W3 = self.layers
        xs = W1(input)
        h = torch.zeros_like(xs[0]) if hidden is None else hidden
        hs = []
        for x in torch.unbind(xs, dim=0):
            h = torch.tanh(x + W2(h))
            hs.append(h)
        allh = torch.stack(hs)
        return torch.log_softmax(W3(allh[-1, :, :]), 1), allh
