# Détache l'état à chaque pas.
# perd : metro_rnn_test_learns
# dit : coupé du graphe

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
            h = self.one_step(x_t, h.detach())
            etats.append(h)
        return torch.stack(etats)

    def decode(self, h):
        return self.h2o(h)
