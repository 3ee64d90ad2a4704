# F.dropout sans training : actif aussi en mode eval.
# perd : evaluer_test_eval_mode, sans_memoire_test_dropout
# dit : continue en mode eval

# %% sans_memoire
class SansMemoire(nn.Module):
    def __init__(self, D, C, dropout=0.0):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.lineaire = nn.Linear(D, C)

    def forward(self, input):
        scores = self.lineaire(F.dropout(input, self.dropout.p))
        return F.log_softmax(scores[-1], dim=-1), scores
