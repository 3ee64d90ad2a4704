# L'état rendu est détaché : une boucle autour de la cellule n'apprend rien du passé.
# perd : rnn_v1_test_learns_through_a_loss
# dit : aucun gradient ne remonte depuis le nouvel état

# %% rnn_v1
class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=1)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = self.initHidden()
        hidden = torch.tanh(self.i2h(input) + self.h2h(hidden))
        return self.softmax(self.h2o(hidden)), hidden.detach()

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
