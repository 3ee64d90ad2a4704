# La couche de sortie reçoit hidden.detach() : la récurrence n'apprend pas.
# perd : rnn_v3_test_learns
# dit : le graphe est coupé

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(hidden[0].detach()), dim=1), allh
