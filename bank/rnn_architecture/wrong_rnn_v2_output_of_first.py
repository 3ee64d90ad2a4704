# La sortie est calculée à partir du premier état.
# perd : rnn_v2_test_every_parameter_learns, rnn_v2_test_gradient_reaches_first_step, rnn_v2_test_output_comes_from_last_state, rnn_v2_test_sequence_can_be_cut
# dit : celle du premier pas

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=-1)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = self.initHidden()
        allh = []
        for x in input:
            hidden = torch.tanh(self.i2h(x) + self.h2h(hidden))
            allh.append(hidden)

        return self.softmax(self.h2o(allh[0])), torch.stack(allh)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
