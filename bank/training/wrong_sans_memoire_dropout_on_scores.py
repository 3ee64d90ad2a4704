# Le dropout agit sur les scores, pas sur les entrées.
# perd : sans_memoire_test_dropout
# dit : une entrée nulle

# %% sans_memoire
class SansMemoire(nn.Module):
    def __init__(self, D, C, dropout=0.0):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.lineaire = nn.Linear(D, C)

    def forward(self, input):
        scores = self.dropout(self.lineaire(input))
        return F.log_softmax(scores[-1], dim=-1), scores
