# batch_first=True, avec les deux transpositions qu'il faut.

# %% rnn_v3
class RNN_V3(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.rnn = nn.RNN(input_size, hidden_size, batch_first=True)
        self.fc = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        out, _ = self.rnn(input.permute(1, 0, 2), hidden)
        return F.log_softmax(self.fc(out[:, -1, :]), dim=1), out.transpose(0, 1)
