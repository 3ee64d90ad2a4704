# La sortie est calculée à partir de la moyenne des états.
# perd : rnn_gru_test_output_comes_from_last_state
# dit : d'une moyenne

# %% rnn_gru
class RNN_GRU(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.GRU(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(allh.mean(dim=0)), dim=1), allh
