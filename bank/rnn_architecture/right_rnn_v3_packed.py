# Passe par pack_padded_sequence, toutes les longueurs étant égales.

# %% rnn_v3
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        T, B, _ = input.shape
        paquet = pack_padded_sequence(input, torch.full((B,), T))
        etats, dernier = self.rec(paquet, hidden)
        allh, _longueurs = pad_packed_sequence(etats)
        return F.log_softmax(self.h2o(dernier[0]), dim=1), allh
