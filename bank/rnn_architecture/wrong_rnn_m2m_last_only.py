# Une seule sortie, celle du dernier pas.
# perd : rnn_m2m_test_examples_are_independent, rnn_m2m_test_learns, rnn_m2m_test_log_probabilities, rnn_m2m_test_outputs_follow_time, rnn_m2m_test_sequence_can_be_cut, rnn_m2m_test_sizes, rnn_m2m_visible
# dit : au lieu de

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(hidden[0]), dim=1), allh
