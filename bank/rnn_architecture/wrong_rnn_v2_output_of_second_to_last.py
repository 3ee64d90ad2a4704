# La sortie vient de allh[-2], l'avant-dernier état.
# perd : rnn_v2_test_gradient_reaches_first_step, rnn_v2_test_output_comes_from_last_state, rnn_v2_test_sequence_can_be_cut
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
        if hidden is None: hidden = torch.zeros(1, self.hidden_size)
        allh = []
        for x in input:
            hidden = torch.tanh(self.i2h(x) + self.h2h(hidden))
            allh.append(hidden)
        allh = torch.stack(allh)
        return F.log_softmax(self.h2o(allh[max(len(input) - 2, 0)]), dim=1), allh
