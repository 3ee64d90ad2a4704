# bidirectional=True : chaque sortie voit aussi le futur.
# perd : rnn_m2m_test_outputs_follow_time, rnn_m2m_test_sequence_can_be_cut
# dit : une sortie dépend d'entrées qui viennent après elle

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size, bidirectional=True)
        self.h2o = nn.Linear(2 * hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is not None: hidden = hidden.view(1, -1, self.hidden_size).repeat(2, 1, 1)
        allh, _ = self.rec(input, hidden)
        return F.log_softmax(self.h2o(allh), dim=-1), allh[:, :, :self.hidden_size]
