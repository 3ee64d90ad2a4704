# batch_first=True sans transposer : les axes du temps et du batch sont confondus.
# perd : rnn_gru_test_given_state_is_used, rnn_gru_test_learns, rnn_gru_test_state_is_carried
# dit : fonctionne sans état initial et échoue quand on lui en donne un

# %% rnn_gru
class RNN_GRU(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.GRU(input_size, hidden_size, batch_first=True)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return F.log_softmax(self.h2o(allh[-1]), dim=1), allh
