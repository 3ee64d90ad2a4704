# nn.ModuleDict, noms français.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.taille_etat = hidden_size
        self.couches = nn.ModuleDict(dict(
            entree=nn.Linear(input_size, hidden_size, bias=False),
            etat=nn.Linear(hidden_size, hidden_size, bias=True),
            sortie=nn.Linear(hidden_size, output_size),
        ))

    def un_pas(self, x, etat):
        return torch.tanh(self.couches["entree"](x) + self.couches["etat"](etat))

    def forward(self, input, hidden=None):
        longueur, taille_batch, _ = input.shape
        etat = torch.zeros(taille_batch, self.taille_etat) if hidden is None else hidden
        etats = torch.zeros(longueur, taille_batch, self.taille_etat)
        for t in range(longueur):
            etat = self.un_pas(input[t], etat)
            etats[t, :, :] = etat
        sortie = self.couches["sortie"](etat)
        return sortie.log_softmax(dim=1), etats
