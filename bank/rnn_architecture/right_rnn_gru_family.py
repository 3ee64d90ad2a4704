# Une classe de base dont le module récurrent est un argument.

# %% rnn_gru
class Recurrent(nn.Module):
    def __init__(self, input_size, hidden_size, output_size, module=nn.RNN, **options):
        super().__init__()
        self.rec = module(input_size, hidden_size, **options)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, last = self.rec(input, hidden)
        if isinstance(last, tuple): last = last[0]
        return F.log_softmax(self.h2o(last[-1]), dim=-1), allh

class RNN_GRU(Recurrent):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size, module=nn.GRU, num_layers=1)
