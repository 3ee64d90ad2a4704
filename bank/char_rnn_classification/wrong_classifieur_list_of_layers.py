# Les couches dans une liste Python : invisibles à l'optimiseur.
# perd : classifieur_test_learns, classifieur_test_raw_scores, entrainer_test_defaults, entrainer_test_history, entrainer_test_learns_order, entrainer_test_shuffles, entrainer_test_steps, entrainer_visible, experience_test_histories, experience_test_recognises_languages
# dit : des attributs créés dans __init__

# %% classifieur
class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.couches = [nn.GRU(n_lettres, n_etat), nn.Linear(n_etat, n_langues)]

    def forward(self, x, longueurs):
        rec, sortie = self.couches
        etats, _ = rec(x)
        return sortie(etats[longueurs - 1, torch.arange(len(longueurs))])
