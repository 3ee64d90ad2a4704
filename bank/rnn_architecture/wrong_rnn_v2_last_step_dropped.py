# range(T - 1) : le dernier pas n'est jamais lu.
# perd : rnn_v2_test_gradient_reaches_first_step, rnn_v2_test_output_comes_from_last_state, rnn_v2_test_sequence_can_be_cut, rnn_v2_test_state_is_carried
# dit : ne dépend pas de la dernière entrée

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
        allh = torch.zeros(len(input), input.shape[1], self.hidden_size)
        for t in range(len(input) - 1):
            hidden = torch.tanh(self.i2h(input[t]) + self.h2h(hidden))
            allh[t] = hidden
        return F.log_softmax(self.h2o(hidden), dim=1), allh
