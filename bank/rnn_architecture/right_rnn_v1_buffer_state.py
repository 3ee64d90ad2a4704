# L'état nul est un buffer, les poids récurrents sont orthogonaux au départ.

# %% rnn_v1
class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.register_buffer("h0", torch.zeros(1, hidden_size))
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.reset_parameters()

    def reset_parameters(self):
        nn.init.orthogonal_(self.h2h.weight)
        nn.init.xavier_uniform_(self.i2h.weight)
        for couche in (self.i2h, self.h2h, self.h2o):
            nn.init.zeros_(couche.bias)

    def forward(self, input, hidden=None):
        etat = hidden if hidden is not None else self.initHidden()
        etat = torch.tanh(self.i2h(input) + self.h2h(etat))
        return torch.log_softmax(self.h2o(etat), dim=1), etat

    def initHidden(self):
        return self.h0
