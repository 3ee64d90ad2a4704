# num_layers=2 : un état (1, B, H) ne convient plus.
# perd : rnn_v3_test_changes_nothing, rnn_v3_test_given_state_is_used
# dit : fonctionne sans état initial et échoue quand on lui en donne un

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size, num_layers=2)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(allh[-1]), dim=1), allh
