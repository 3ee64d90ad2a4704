# État initial aléatoire, rendu reproductible par torch.manual_seed.
# perd : rnn_v2_test_given_state_is_used
# dit : le premier état doit être nul

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = self.initHidden()
        allh = []
        for x in input:
            hidden = torch.tanh(self.i2h(x) + self.h2h(hidden))
            allh.append(hidden)
        return F.log_softmax(self.h2o(hidden), dim=1), torch.stack(allh)

    def initHidden(self):
        generateur = torch.Generator().manual_seed(42)
        return torch.randn(1, self.hidden_size, generator=generateur)
