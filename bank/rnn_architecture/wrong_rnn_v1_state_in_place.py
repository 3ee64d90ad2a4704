# `hidden += …` écrit dans l'état de l'appelant.
# perd : parcourir_test_loop_is_the_recurrence, parcourir_test_loop_remembers_the_first_step, parcourir_test_loop_starts_anew, parcourir_visible, rnn_v1_test_changes_nothing, rnn_v1_test_learns_through_a_loss, rnn_v1_visible
# dit : résultats différents

# %% rnn_v1
class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=-1)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = torch.zeros(len(input), self.hidden_size)
        new = torch.tanh(self.i2h(input) + self.h2h(hidden))
        with torch.no_grad():
            hidden.copy_(new)
        return self.softmax(self.h2o(new)), new

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
