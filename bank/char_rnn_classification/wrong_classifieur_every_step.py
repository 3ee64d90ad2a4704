# Des scores à chaque pas.
# perd : classifieur_test_batch_order, classifieur_test_learns, classifieur_test_padding_changes_nothing, classifieur_test_reads_every_letter, classifieur_test_sizes, classifieur_visible, confusion_visible, entrainer_test_defaults, entrainer_test_history, entrainer_test_learns_order, entrainer_test_shuffles, entrainer_test_steps, entrainer_visible, exactitude_visible, experience_test_histories, experience_test_recognises_languages, predire_visible
# dit : à chaque pas

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        etats, _ = self.rec(x)
        return self.sortie(etats)
