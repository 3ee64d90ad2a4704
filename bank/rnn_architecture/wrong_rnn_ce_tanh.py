# Une tanh après la couche de sortie : des scores bornés.
# perd : rnn_ce_test_output_comes_from_last_state
# dit : pas calculée par la couche de sortie à partir du dernier état

# %% rnn_ce
class RNN_CE(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return torch.tanh(self.h2o(hidden[0])), allh
