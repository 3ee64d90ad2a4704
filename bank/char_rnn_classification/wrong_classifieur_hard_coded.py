# 30 lettres, 48 unités et 8 langues écrites à la main.
# perd : classifieur_test_batch_order, classifieur_test_learns, classifieur_test_padding_changes_nothing, classifieur_test_raw_scores, classifieur_test_reads_every_letter, classifieur_test_sizes
# dit : se lisent dans les arguments

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(30, 48)
        self.sortie = nn.Linear(48, 8)

    def forward(self, x, longueurs):
        etats, _ = self.rec(x)
        return self.sortie(etats[longueurs - 1, torch.arange(len(longueurs))])
