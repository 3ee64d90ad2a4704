# batch_first=True : les axes du temps et du batch sont confondus.
# perd : rnn_v3_test_examples_are_independent, rnn_v3_test_given_state_is_used, rnn_v3_test_learns, rnn_v3_test_state_is_carried
# dit : les axes du temps et du batch sont-ils confondus

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.RNN(input_size, hidden_size, batch_first=True)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, _ = self.rec(input)
        return F.log_softmax(self.h2o(allh[-1]), dim=1), allh
