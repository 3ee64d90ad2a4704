# Les tailles de l'exemple (100, 50, 2) sont écrites en dur.
# perd : rnn_v3_test_changes_nothing, rnn_v3_test_examples_are_independent, rnn_v3_test_given_state_is_used, rnn_v3_test_learns, rnn_v3_test_log_probabilities, rnn_v3_test_output_comes_from_last_state, rnn_v3_test_sizes, rnn_v3_test_state_is_carried, rnn_v3_test_uses_nn_rnn
# dit : des nombres écrits en dur

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size=100, hidden_size=50, num_layers=1)
        self.h2o = nn.Linear(50, 2)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(hidden[0]), dim=1), allh
