# Rend une liste Python de sorties, pas un tenseur.
# perd : rnn_m2m_test_examples_are_independent, rnn_m2m_test_learns, rnn_m2m_test_log_probabilities, rnn_m2m_test_outputs_follow_time, rnn_m2m_test_sequence_can_be_cut, rnn_m2m_test_sizes, rnn_m2m_visible
# dit : la sortie de RNN_M2M : un tenseur est attendu

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, _ = self.rec(input, hidden)
        return [F.log_softmax(self.h2o(h), dim=1) for h in allh], allh
