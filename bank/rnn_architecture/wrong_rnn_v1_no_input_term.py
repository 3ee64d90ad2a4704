# Le terme i2h manque : l'entrée n'entre pas dans l'état.
# perd : parcourir_test_loop_is_the_recurrence, parcourir_test_loop_remembers_the_first_step, parcourir_visible, rnn_v1_test_learns_through_a_loss, rnn_v1_test_state_equation, rnn_v1_visible
# dit : le terme i2h(input) manque

# %% rnn_v1
class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = torch.zeros(input.shape[0], self.hidden_size)
        drive = self.i2h(input)
        hidden = torch.tanh(self.h2h(hidden))
        return F.log_softmax(self.h2o(hidden), dim=1), hidden

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
