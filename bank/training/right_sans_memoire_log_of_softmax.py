# Le logarithme du softmax, les scores calculés pas à pas.

# %% sans_memoire
class SansMemoire(nn.Module):
    def __init__(self, D, C, dropout=0.0):
        nn.Module.__init__(self)
        self.d, self.l = nn.Dropout(p=dropout), nn.Linear(in_features=D, out_features=C)

    def forward(self, input):
        T, B, D = input.shape
        scores = self.l(self.d(input).reshape(T * B, D)).reshape(T, B, -1)
        return torch.log(torch.softmax(scores[T - 1], dim=-1)), scores
