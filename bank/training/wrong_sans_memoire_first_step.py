# Lit le premier pas : elle a la réponse sous les yeux.
# perd : sans_memoire_test_contract
# dit : du dernier pas

# %% sans_memoire
class SansMemoire(nn.Module):
    def __init__(self, D, C, dropout=0.0):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.lineaire = nn.Linear(D, C)

    def forward(self, input):
        scores = self.lineaire(self.dropout(input))
        return F.log_softmax(scores[0], dim=-1), scores
