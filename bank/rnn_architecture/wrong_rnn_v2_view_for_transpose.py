# view(B, T, D) à la place d'une transposition : les exemples sont mélangés.
# perd : rnn_v2_test_examples_are_independent, rnn_v2_test_no_look_ahead, rnn_v2_test_sequence_can_be_cut
# dit : les axes du temps et du batch sont-ils confondus

# %% rnn_v2
class RNN_V2(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.i2h = nn.Linear(input_size, hidden_size)
        self.h2h = nn.Linear(hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        T, B, D = input.shape
        input = input.reshape(B, T, D)  # batch d'abord
        if hidden is None: hidden = torch.zeros(1, self.hidden_size)
        allh = []
        for t in range(T):
            hidden = torch.tanh(self.i2h(input[:, t]) + self.h2h(hidden))
            allh.append(hidden)
        return F.log_softmax(self.h2o(hidden), dim=1), torch.stack(allh)
