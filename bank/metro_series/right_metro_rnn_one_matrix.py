# Une seule matrice sur (x, h) mis bout à bout.

# %% metro_rnn
class MetroRNN(RNN):
    def __init__(self, input_size, hidden_size, output_size):
        super(MetroRNN, self).__init__()
        self.etat = nn.Sequential(nn.Linear(input_size + hidden_size, hidden_size), nn.Tanh())
        self.sortie = nn.Linear(hidden_size, output_size)
        self.taille = hidden_size

    def one_step(self, x, h):
        return self.etat(torch.cat((x, h), dim=-1))

    def forward(self, x, h=None):
        etats = [torch.zeros(x.size(1), self.taille).to(x) if h is None else h]
        for pas in x.unbind(0):
            etats.append(self.one_step(pas, etats[-1]))
        return torch.stack(etats[1:])

    def decode(self, h):
        return self.sortie(h)
