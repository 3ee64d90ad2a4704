# L'état est gardé dans self.hidden d'un appel à l'autre.
# perd : rnn_v3_test_changes_nothing
# dit : le dernier état d'un appel est gardé

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.hidden = None

    def forward(self, input, hidden=None):
        if hidden is None and self.hidden is not None and self.hidden.shape[1] == input.shape[1]:
            hidden = self.hidden
        allh, hidden = self.rec(input, hidden)
        self.hidden = hidden.detach()
        return F.log_softmax(self.h2o(hidden[0]), dim=1), allh
