# Hérite de RNN_V2 et applique sa couche de sortie à tous les états.

# %% rnn_m2m
class RNN_M2M(RNN_V2):
    def forward(self, input, hidden=None):
        _, allh = super().forward(input, hidden)
        return torch.stack([self.softmax(self.h2o(h)) for h in allh]), allh
