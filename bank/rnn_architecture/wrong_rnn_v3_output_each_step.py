# La couche de sortie est appliquée à tous les états : une sortie par pas.
# perd : rnn_v3_test_changes_nothing, rnn_v3_test_examples_are_independent, rnn_v3_test_given_state_is_used, rnn_v3_test_learns, rnn_v3_test_log_probabilities, rnn_v3_test_output_comes_from_last_state, rnn_v3_test_sizes, rnn_v3_test_uses_nn_rnn, rnn_v3_visible
# dit : au lieu de (

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(allh), dim=-1), allh
