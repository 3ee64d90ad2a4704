# Lit la séquence à l'envers.
# perd : metro_rnn_test_forward_goes_through_time, metro_rnn_test_given_state_is_the_first, prevoir_test_feeds_its_forecasts_back
# dit : à l'envers

# %% metro_rnn
class MetroRNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def one_step(self, x, h):
        return torch.tanh(self.i2h(x) + self.h2h(h))

    def forward(self, x, h=None):
        if h is None:
            h = x.new_zeros(x.shape[1], self.hidden_size)
        etats = []
        for x_t in x.flip(0):
            h = self.one_step(x_t, h)
            etats.append(h)
        return torch.stack(etats)

    def decode(self, h):
        return self.h2o(h)
