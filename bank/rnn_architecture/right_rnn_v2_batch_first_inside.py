# Pense batch d'abord : transpose à l'entrée, puis à la sortie.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super(RNN_V2, self).__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=1)

    def forward(self, input, hidden=None):
        x = input.transpose(0, 1)  # (B, T, D)
        batch, seq_len, _ = x.size()
        if hidden is None:
            hidden = torch.zeros(batch, self.hidden_size)
        allh = []
        for t in range(seq_len):
            hidden = torch.tanh(self.i2h(x[:, t, :]) + self.h2h(hidden))
            allh.append(hidden.unsqueeze(1))
        allh = torch.cat(allh, dim=1)  # (B, T, H)
        output = self.softmax(self.h2o(allh[:, -1]))
        return output, allh.permute(1, 0, 2).contiguous()
