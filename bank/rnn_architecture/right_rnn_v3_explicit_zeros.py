# État initial construit à la main, (1, B, H), sortie par view.

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super(RNN_V3, self).__init__()
        self.num_layers, self.hidden_size = 1, hidden_size
        self.rec = nn.RNN(input_size, hidden_size, self.num_layers)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=1)

    def forward(self, input, hidden=None):
        if hidden is None:
            hidden = torch.zeros(self.num_layers, input.size(1), self.hidden_size).to(input)
        allh, hn = self.rec(input, hidden)
        return self.softmax(self.h2o(hn.view(-1, self.hidden_size))), allh
