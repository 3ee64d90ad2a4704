# nn.RNN laissé à la place de nn.GRU.
# perd : rnn_gru_test_learns, rnn_gru_test_uses_gru
# dit : ni nn.GRU ni nn.GRUCell

# %% rnn_gru
class RNN_GRU(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(hidden[0]), dim=1), allh
