# log(Softmax) au lieu de LogSoftmax : la même chose tant que rien ne déborde.

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.Softmax(dim=2)

    def forward(self, input, hidden=None):
        allh, _ = self.rec(input, hidden)
        return torch.log(self.softmax(self.h2o(allh))), allh
