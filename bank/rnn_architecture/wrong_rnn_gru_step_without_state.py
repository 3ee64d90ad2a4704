# nn.GRU appelé pas à pas sans lui rendre son état.
# perd : rnn_gru_test_learns, rnn_gru_test_state_is_carried
# dit : remis à zéro à chaque pas

# %% rnn_gru
class RNN_GRU(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.GRU(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        allh = []
        for x in input:
            h, _ = self.rec(x.unsqueeze(0), hidden)
            allh.append(h)
        allh = torch.cat(allh)
        return F.log_softmax(self.h2o(allh[-1]), dim=1), allh
