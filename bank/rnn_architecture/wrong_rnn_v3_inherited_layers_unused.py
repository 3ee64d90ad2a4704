# Hérite de RNN_V2 : ses couches i2h et h2h restent, et ne servent plus.
# perd : rnn_v3_test_learns
# dit : Ou bien ils ne servent pas

# %% rnn_v3
class RNN_V3(RNN_V2):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size)
        self.rec = nn.RNN(input_size, hidden_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return self.softmax(self.h2o(hidden.squeeze(0))), allh
