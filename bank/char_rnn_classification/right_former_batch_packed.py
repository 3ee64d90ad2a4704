# pack_sequence puis pad_packed_sequence, qui rend aussi les longueurs.

# %% former_batch
from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence

def former_batch(noms):
    return pad_packed_sequence(pack_sequence([encoder(n) for n in noms], enforce_sorted=False))
