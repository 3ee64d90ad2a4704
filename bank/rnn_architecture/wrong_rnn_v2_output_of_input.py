# La sortie vient de [x, h] concaténés, comme dans le tutoriel : de l'entrée et de l'ancien état.
# perd : rnn_v2_test_output_comes_from_last_state
# dit : pas calculée par la couche de sortie à partir du dernier état

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size + hidden_size, hidden_size)
        self.i2o = nn.Linear(input_size + hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=1)

    def forward(self, input, hidden=None):
        if hidden is None: hidden = torch.zeros(input.shape[1], self.hidden_size)
        allh = []
        for x in input:
            combined = torch.cat((x, hidden), 1)
            hidden = torch.tanh(self.i2h(combined))
            output = self.softmax(self.i2o(combined))
            allh.append(hidden)
        return output, torch.stack(allh)
