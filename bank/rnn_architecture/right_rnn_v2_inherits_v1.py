# Hérite de RNN_V1 : super().forward fait un pas.

# %% rnn_v2
class RNN_V2(RNN_V1):
    def forward(self, input, hidden=None):
        allh = []
        for x in input:
            output, hidden = super().forward(x, hidden)
            allh.append(hidden)
        return output, torch.stack(allh, dim=0)
