# Couche de sortie par une convolution de noyau 1.

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Conv1d(hidden_size, output_size, kernel_size=1)

    def forward(self, input, hidden=None):
        allh, _ = self.rec(input, hidden)
        scores = self.h2o(allh.permute(1, 2, 0))  # (B, C, T)
        return F.log_softmax(scores, dim=1).permute(2, 0, 1), allh
