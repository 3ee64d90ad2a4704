# Réutilise RNN_V1, sorties et états séparés par zip.

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.cell = RNN_V1(input_size, hidden_size, output_size)

    def steps(self, input, hidden):
        for x in input:
            output, hidden = self.cell(x, hidden)
            yield output, hidden

    def forward(self, input, hidden=None):
        outputs, allh = zip(*self.steps(input, hidden))
        return torch.stack(outputs), torch.stack(allh)
