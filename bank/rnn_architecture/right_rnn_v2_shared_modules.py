# Une cellule RNN_V1 dont la couche de sortie porte deux noms.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.cellule = RNN_V1(input_size, hidden_size, output_size)
        self.decodeur = self.cellule.h2o
        self.W = self.decodeur.weight

    def forward(self, input, hidden=None):
        hidden = self.cellule.initHidden() if hidden is None else hidden
        allh = []
        for x in input:
            _, hidden = self.cellule(x, hidden)
            allh.append(hidden)
        scores = hidden @ self.W.t() + self.decodeur.bias
        return scores.log_softmax(1), torch.stack(allh)
