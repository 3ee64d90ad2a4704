# L'argument dropout n'est pas utilisé.
# perd : entrainer_epoque_test_train_mode, evaluer_test_eval_mode, sans_memoire_test_dropout
# dit : ne change rien en mode train

# %% sans_memoire
class SansMemoire(nn.Module):
    def __init__(self, D, C, dropout=0.0):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.lineaire = nn.Linear(D, C)

    def forward(self, input):
        scores = self.lineaire(input)
        return F.log_softmax(scores[-1], dim=-1), scores
