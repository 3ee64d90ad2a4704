# Récurrence au choix : un GRU, scores bruts.

# %% rnn_ce
class RNN_CE(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.encodeur = nn.GRU(input_size, hidden_size)
        self.tete = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, (dernier,) = self.encodeur(input, hidden)
        return self.tete(dernier), allh
