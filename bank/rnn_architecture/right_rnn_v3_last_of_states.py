# La sortie vient de allh[-1], hidden (B, H) accepté.

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is not None and hidden.dim() == 2: hidden = hidden.unsqueeze(0)
        allh, _ = self.rec(input, hidden)
        return F.log_softmax(self.h2o(allh[-1]), dim=1), allh
