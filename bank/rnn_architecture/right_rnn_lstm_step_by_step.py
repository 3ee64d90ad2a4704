# nn.LSTM appelé pas à pas, le couple entier étant transmis.

# %% rnn_lstm
class RNN_LSTM(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.lstm = nn.LSTM(input_size=input_size, hidden_size=hidden_size, num_layers=1)
        self.out = nn.Linear(hidden_size, output_size)
        self.logsoftmax = nn.LogSoftmax(dim=-1)

    def forward(self, input, hidden=None):
        allh = []
        for t in range(input.shape[0]):
            h_t, hidden = self.lstm(input[t:t + 1], hidden)
            allh.append(h_t)
        allh = torch.cat(allh, 0)
        return self.logsoftmax(self.out(allh[-1])), allh
