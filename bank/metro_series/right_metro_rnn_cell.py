# Avec nn.RNNCell, et les états dans un tenseur préparé.

# %% metro_rnn
class MetroRNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.H = hidden_size
        self.cellule = nn.RNNCell(input_size, hidden_size)
        self.sortie = nn.Linear(hidden_size, output_size)

    def one_step(self, x, h):
        return self.cellule(x, h)

    def forward(self, x, h=None):
        T, B, _ = x.shape
        if h is None:
            h = torch.zeros(B, self.H, dtype=x.dtype)
        etats = torch.empty(T, B, self.H, dtype=x.dtype)
        for t in range(T):
            h = self.one_step(x[t], h)
            etats[t] = h
        return etats

    def decode(self, h):
        return self.sortie(h)
