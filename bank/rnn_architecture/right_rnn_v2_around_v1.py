# Réutilise la cellule RNN_V1.

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.cell = RNN_V1(input_size, hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh = []
        for x in input:
            output, hidden = self.cell(x, hidden)
            allh.append(hidden)
        return output, torch.stack(allh)
