# bidirectional=True : les états regardent le futur.
# perd : rnn_gru_test_given_state_is_used, rnn_gru_test_learns, rnn_gru_test_state_is_carried
# dit : dans les deux sens

# %% rnn_gru
class RNN_GRU(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rec = nn.GRU(input_size, hidden_size, bidirectional=True)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        allh = allh[..., :self.hidden_size] + allh[..., self.hidden_size:]
        return F.log_softmax(self.h2o(allh[-1]), dim=1), allh
