# nn.RNN avec relu : les états de RNN_V2 passent par tanh.
# perd : rnn_v3_test_uses_nn_rnn
# dit : l'activation tanh manque

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size, nonlinearity="relu")
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, _ = self.rec(input, hidden)
        return F.log_softmax(self.h2o(allh[-1]), dim=-1), allh
