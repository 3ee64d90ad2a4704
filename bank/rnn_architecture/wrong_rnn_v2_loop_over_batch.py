# La boucle parcourt le batch au lieu du temps.
# perd : rnn_v2_test_arguments_are_left_alone, rnn_v2_test_examples_are_independent, rnn_v2_test_given_state_is_used, rnn_v2_test_gradient_reaches_first_step, rnn_v2_test_sequence_can_be_cut, rnn_v2_test_state_is_carried
# dit : les axes du temps et du batch sont-ils confondus

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
        for b in range(input.shape[1]):
            hidden = torch.tanh(self.i2h(input[:, b]) + self.h2h(hidden))
            allh.append(hidden)
        allh = torch.stack(allh, dim=1)
        return self.softmax(self.h2o(allh[-1])), allh

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
