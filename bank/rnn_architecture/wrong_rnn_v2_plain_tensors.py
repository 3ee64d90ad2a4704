# Poids dans de simples tenseurs : ce ne sont pas des nn.Parameter.
# perd : rnn_v2_test_every_parameter_learns, rnn_v2_test_output_comes_from_last_state
# dit : au lieu d'être un attribut

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.W = torch.randn(input_size, hidden_size, requires_grad=True)
        self.U = torch.randn(hidden_size, hidden_size, requires_grad=True)
        self.b = torch.zeros(hidden_size, requires_grad=True)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        h = torch.zeros(input.shape[1], len(self.b)) if hidden is None else hidden
        allh = []
        for x in input:
            h = torch.tanh(0.2 * (x @ self.W + h @ self.U) + self.b)
            allh.append(h)
        return F.log_softmax(self.h2o(h), dim=1), torch.stack(allh)
