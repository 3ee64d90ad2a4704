# Le batch est trié pour pack_padded_sequence, puis remis en ordre.

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
        retour = torch.empty_like(ordre)
        retour[ordre] = torch.arange(len(ordre))
        return self.sortie(h[0])[retour]
