# L'état du batch précédent est repris au suivant.
# perd : classifieur_test_batch_order, classifieur_test_padding_changes_nothing, entrainer_test_history, entrainer_test_steps
# dit : scores

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)
        self.h = None

    def forward(self, x, longueurs):
        if self.h is not None and self.h.size(1) != x.size(1):
            self.h = None
        etats, h = self.rec(x, self.h)
        self.h = h.detach()
        return self.sortie(etats[longueurs - 1, torch.arange(len(longueurs))])
