# Les scores sont centrés sur le batch.
# perd : classifieur_test_batch_order, classifieur_test_learns, classifieur_test_padding_changes_nothing, entrainer_test_history
# dit : seul et dans un batch

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        etats, _ = self.rec(x)
        scores = self.sortie(etats[longueurs - 1, torch.arange(len(longueurs))])
        return scores - scores.mean(0)
