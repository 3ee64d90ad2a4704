# tanh et LogSoftmax récrits à la main, de façon stable.

# %% rnn_v1
def tangente(z):
    return 2 * torch.sigmoid(2 * z) - 1

def log_probas(scores):
    return scores - torch.logsumexp(scores, dim=-1, keepdim=True)

class RNN_V1(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = self.initHidden()
        hidden = tangente(self.i2h(input) + self.h2h(hidden))
        return log_probas(self.h2o(hidden)), hidden

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
