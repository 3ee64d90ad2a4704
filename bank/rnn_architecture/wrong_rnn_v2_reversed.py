# La séquence est lue à l'envers.
# perd : rnn_v2_test_no_look_ahead, rnn_v2_test_output_comes_from_last_state, rnn_v2_test_sequence_can_be_cut, rnn_v2_test_state_is_carried
# dit : la séquence est lue à l'envers

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
        for x in input.flip(0):
            hidden = torch.tanh(self.i2h(x) + self.h2h(hidden))
            allh.insert(0, hidden)
        return self.softmax(self.h2o(hidden)), torch.stack(allh)

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
