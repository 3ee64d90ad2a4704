# La sortie de chaque pas est calculée avant la mise à jour de l'état.
# perd : rnn_m2m_test_learns, rnn_m2m_test_outputs_follow_time
# dit : la sortie au pas t ne dépend pas de l'entrée au pas t

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        h = torch.zeros(input.shape[1], self.hidden_size) if hidden is None else hidden
        outputs, allh = [], []
        for x in input:
            outputs.append(F.log_softmax(self.h2o(h), dim=1))
            h = torch.tanh(self.i2h(x) + self.h2h(h))
            allh.append(h)
        return torch.stack(outputs), torch.stack(allh)
