# Le sens inverse en option, fermée par défaut : la couche de sortie en dépend.

# %% rnn_gru
class RNN_GRU(nn.Module):
    def __init__(self, input_size, hidden_size, output_size, bidirectional=False):
        super().__init__()
        self.directions = 2 if bidirectional else 1
        self.rec = nn.GRU(input_size, hidden_size, bidirectional=bidirectional)
        self.h2o = nn.Linear(self.directions * hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hn = self.rec(input, hidden)
        last = hn.transpose(0, 1).flatten(1)  # (B, directions * H)
        return self.h2o(last).log_softmax(dim=1), allh
