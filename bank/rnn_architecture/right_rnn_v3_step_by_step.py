# nn.RNN appelé pas à pas, l'état étant transmis.

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        morceaux = []
        for x in input:
            h, hidden = self.rec(x.unsqueeze(0), hidden)
            morceaux.append(h)
        return F.log_softmax(self.h2o(hidden.squeeze(dim=0)), dim=1), torch.cat(morceaux)
