# pack_padded_sequence sur des noms qui ne sont pas triés.
# perd : classifieur_test_batch_order, classifieur_test_learns, classifieur_test_padding_changes_nothing, classifieur_test_raw_scores, classifieur_test_reads_every_letter, classifieur_test_sizes, classifieur_visible, confusion_visible, entrainer_test_learns_order, entrainer_test_shuffles, entrainer_visible, exactitude_visible, experience_test_histories, experience_test_recognises_languages
# dit : enforce_sorted=False

# %% classifieur
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        _, h = self.rec(pack_padded_sequence(x, longueurs))
        return self.sortie(h[0])
