# Le dernier état est écrit dans le tenseur `hidden` de l'appelant.
# perd : rnn_v2_test_arguments_are_left_alone
# dit : modifie l'état initial sur place

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = torch.zeros(input.shape[1], self.hidden_size)
        h, allh = hidden.clone(), []
        for x in input:
            h = torch.tanh(self.i2h(x) + self.h2h(h))
            allh.append(h)
        hidden[:] = h.detach()  # pour l'appel suivant
        return F.log_softmax(self.h2o(h), dim=1), torch.stack(allh)
