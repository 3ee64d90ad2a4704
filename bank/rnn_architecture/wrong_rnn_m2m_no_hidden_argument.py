# forward n'a pas d'argument `hidden`.
# perd : rnn_m2m_test_sequence_can_be_cut
# dit : fonctionne sans état initial et échoue quand on lui en donne un

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input):
        allh, _ = self.rec(input)
        return F.log_softmax(self.h2o(allh), dim=-1), allh
