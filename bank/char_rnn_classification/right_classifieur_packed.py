# pack_padded_sequence, et le dernier état que rend la GRU.

# %% classifieur
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

class Classifieur(nn.Module):
    def __init__(self, n_lettres, n_etat, n_langues):
        super().__init__()
        self.rec = nn.GRU(n_lettres, n_etat)
        self.sortie = nn.Linear(n_etat, n_langues)

    def forward(self, x, longueurs):
        paquet = pack_padded_sequence(x, longueurs, enforce_sorted=False)
        _, h = self.rec(paquet)
        return self.sortie(h[-1])
