# forward ne rend que le dernier état.
# perd : entrainer_classifieur_test_descends_the_cross_entropy, entrainer_classifieur_test_goes_batch_by_batch, entrainer_classifieur_test_tells_stations_apart, entrainer_classifieur_visible, exactitude_test_share_of_the_windows, metro_rnn_test_forward_goes_through_time, metro_rnn_test_given_state_is_the_first, metro_rnn_test_sizes, metro_rnn_visible, prevoir_test_feeds_its_forecasts_back, prevoir_visible
# dit : tous les états

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
        for x_t in x:
            h = self.one_step(x_t, h)
            etats.append(h)
        return h

    def decode(self, h):
        return self.h2o(h)
