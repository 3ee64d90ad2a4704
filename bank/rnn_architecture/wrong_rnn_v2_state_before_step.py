# L'état est rangé avant d'être mis à jour : décalé d'un pas.
# perd : rnn_v2_test_output_comes_from_last_state, rnn_v2_test_sequence_can_be_cut, rnn_v2_test_state_is_carried
# dit : la boucle lit-elle input[t]

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = torch.zeros(input.shape[1], self.hidden_size)
        allh = []
        for x in input:
            allh.append(hidden)
            hidden = torch.tanh(self.i2h(x) + self.h2h(hidden))
        return F.log_softmax(self.h2o(hidden), dim=1), torch.stack(allh)
