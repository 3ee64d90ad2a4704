# Aplatit temps et batch pour la couche de sortie, puis les sépare.

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size, self.output_size = hidden_size, output_size
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=1)

    def forward(self, input, hidden=None):
        T, B, _ = input.shape
        allh, _ = self.rec(input, hidden)
        scores = self.softmax(self.h2o(allh.reshape(T * B, self.hidden_size)))
        return scores.view(T, B, self.output_size), allh
