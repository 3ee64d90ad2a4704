# nn.ParameterDict et F.linear, poids orthogonaux au départ.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.H = hidden_size
        self.p = nn.ParameterDict({
            "Wx": nn.Parameter(torch.empty(hidden_size, input_size)),
            "Wh": nn.Parameter(torch.empty(hidden_size, hidden_size)),
            "bh": nn.Parameter(torch.zeros(hidden_size)),
            "Wo": nn.Parameter(torch.empty(output_size, hidden_size)),
            "bo": nn.Parameter(torch.zeros(output_size)),
        })
        for poids in self.p.values():
            if poids.dim() == 2:
                nn.init.orthogonal_(poids)

    def forward(self, input, hidden=None):
        p = self.p
        h = torch.zeros(input.shape[1], self.H, dtype=input.dtype, device=input.device) if hidden is None else hidden
        allh = []
        for x in input:
            h = torch.tanh(F.linear(x, p["Wx"]) + F.linear(h, p["Wh"], p["bh"]))
            allh.append(h)
        return F.log_softmax(F.linear(h, p["Wo"], p["bo"]), dim=-1), torch.stack(allh)
