# Très commentée, avec print et assert à chaque étape, tailles par view et reshape.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super(RNN_V2, self).__init__()
        print("RNN_V2 :", input_size, "->", hidden_size, "->", output_size)
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.output_size = output_size
        # les trois couches
        self.lineaire_entree = nn.Linear(input_size, hidden_size)
        self.lineaire_etat = nn.Linear(hidden_size, hidden_size)
        self.lineaire_sortie = nn.Linear(hidden_size, output_size)
        # les deux activations
        self.activation = nn.Tanh()
        self.log_softmax = nn.LogSoftmax(dim=1)

    def forward(self, input, hidden=None):
        T = input.size(0)
        B = input.size(1)
        assert input.size(2) == self.input_size
        # état initial
        if hidden is None:
            hidden = self.initHidden()
        else:
            hidden = hidden.view(-1, self.hidden_size)
        allh = []
        # boucle sur le temps
        for t in range(0, T, 1):
            x_t = input[t, :, :].view(B, self.input_size)
            z_t = self.lineaire_entree(x_t) + self.lineaire_etat(hidden)
            hidden = self.activation(z_t)
            assert hidden.size() == (B, self.hidden_size)
            allh.append(hidden.reshape(1, B, self.hidden_size))
        print("nombre d'états :", len(allh))
        allh = torch.cat(allh, dim=0)
        assert allh.size() == (T, B, self.hidden_size)
        # sortie
        scores = self.lineaire_sortie(allh[T - 1])
        output = self.log_softmax(scores)
        assert output.size() == (B, self.output_size)
        return output, allh

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
