# Le batch est trié, et n'est pas remis en ordre.
# perd : classifieur_test_batch_order, classifieur_test_padding_changes_nothing, entrainer_test_defaults, entrainer_test_history, entrainer_test_learns_order, entrainer_test_steps, experience_test_histories, experience_test_recognises_languages
# perd parfois : entrainer_visible
# dit : remis dans son premier ordre

# %% classifieur
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        triees, ordre = longueurs.sort(descending=True)
        _, h = self.rec(pack_padded_sequence(x[:, ordre], triees))
        return self.sortie(h[0])
