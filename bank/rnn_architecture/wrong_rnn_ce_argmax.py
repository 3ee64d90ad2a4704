# Rend les classes prédites (argmax) au lieu des scores.
# perd : rnn_ce_test_given_state_is_used, rnn_ce_test_learns, rnn_ce_test_loss_takes_them, rnn_ce_test_output_comes_from_last_state, rnn_ce_test_raw_scores, rnn_ce_test_sizes, rnn_ce_visible
# dit : pas des entiers

# %% rnn_ce
class RNN_CE(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh, hidden = self.rec(input, hidden)
        return self.h2o(hidden[0]).argmax(dim=1), allh
