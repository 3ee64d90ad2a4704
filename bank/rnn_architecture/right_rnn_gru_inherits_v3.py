# Hérite de RNN_V3, dont seul le module récurrent est remplacé.

# %% rnn_gru
class RNN_GRU(RNN_V3):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size)
        self.rec = nn.GRU(input_size, hidden_size)
