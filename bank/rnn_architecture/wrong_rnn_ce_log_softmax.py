# LogSoftmax gardé devant CrossEntropyLoss : normalisé deux fois.
# perd : rnn_ce_test_raw_scores
# dit : applique elle-même LogSoftmax

# %% rnn_ce
class RNN_CE(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(hidden[0]), dim=1), allh
