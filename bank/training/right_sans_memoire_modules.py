# Tout en modules, LogSoftmax compris.

# %% sans_memoire
class SansMemoire(nn.Module):
    def __init__(self, D, C, dropout=0.0):
        super().__init__()
        self.scores = nn.Sequential(nn.Dropout(dropout), nn.Linear(D, C))
        self.logsoftmax = nn.LogSoftmax(dim=1)

    def forward(self, input):
        scores = self.scores(input)
        return self.logsoftmax(scores[-1]), scores
