# Dans les deux sens, empaqueté : les derniers états des deux.

# %% classifieur
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat, bidirectional=True)
        self.sortie = nn.Linear(2 * n_etat, n_langues)

    def forward(self, x, longueurs):
        _, h = self.rec(pack_padded_sequence(x, longueurs, enforce_sorted=False))
        return self.sortie(torch.cat([h[-2], h[-1]], dim=1))
