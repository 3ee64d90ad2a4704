# Les tailles de l'exemple (100, 50, 2) sont écrites en dur.
# perd : parcourir_test_loop_is_the_recurrence, parcourir_test_loop_remembers_the_first_step, parcourir_test_loop_starts_anew, rnn_v1_test_changes_nothing, rnn_v1_test_first_state_is_zeros, rnn_v1_test_given_state_is_used, rnn_v1_test_learns_through_a_loss, rnn_v1_test_log_probabilities, rnn_v1_test_output_equation, rnn_v1_test_sizes, rnn_v1_test_state_equation
# dit : des nombres écrits en dur

# %% rnn_v1
class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.i2h = nn.Linear(100, 50)
        self.h2h = nn.Linear(50, 50)
        self.h2o = nn.Linear(50, 2)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = self.initHidden()
        hidden = torch.tanh(self.i2h(input) + self.h2h(hidden))
        return F.log_softmax(self.h2o(hidden), dim=1), hidden

    def initHidden(self):
        return torch.zeros(1, 50)
