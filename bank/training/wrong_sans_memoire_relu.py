# Un relu après la couche linéaire.
# perd : sans_memoire_test_contract
# dit : sans activation

# %% sans_memoire
class SansMemoire(nn.Module):
    def __init__(self, D, C, dropout=0.0):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.lineaire = nn.Linear(D, C)

    def forward(self, input):
        scores = torch.relu(self.lineaire(self.dropout(input)))
        return F.log_softmax(scores[-1], dim=-1), scores
