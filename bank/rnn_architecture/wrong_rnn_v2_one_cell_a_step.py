# Une cellule par pas de temps : les poids ne sont pas partagés dans le temps.
# perd : rnn_v2_test_every_parameter_learns, rnn_v2_test_sequence_can_be_cut
# dit : ne donne pas les états de la séquence entière

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.cellules = nn.ModuleList(nn.Linear(input_size + hidden_size, hidden_size) for _ in range(23))
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = torch.zeros(input.shape[1], self.hidden_size)
        allh = []
        for x, cellule in zip(input, self.cellules):
            hidden = torch.tanh(cellule(torch.cat([x, hidden], dim=1)))
            allh.append(hidden)
        return F.log_softmax(self.h2o(hidden), dim=1), torch.stack(allh)
