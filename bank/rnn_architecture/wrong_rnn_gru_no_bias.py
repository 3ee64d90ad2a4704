# Un GRU sans biais : une entrée nulle laisse l'état à zéro.
# perd : rnn_gru_test_output_comes_from_last_state
# dit : la récurrence n'a pas de biais

# %% rnn_gru
class RNN_GRU(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.GRU(input_size, hidden_size, bias=False)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, _ = self.rec(input, hidden)
        return F.log_softmax(self.h2o(allh[-1]), dim=-1), allh
