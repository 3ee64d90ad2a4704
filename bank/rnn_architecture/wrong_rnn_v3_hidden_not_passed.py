# L'état initial n'est pas passé à nn.RNN.
# perd : rnn_v3_test_given_state_is_used
# dit : l'état initial passé dans `hidden` est ignoré

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input)
        return F.log_softmax(self.h2o(hidden[0]), dim=1), allh
