# Sorties (B, T, C) ramenées à (T, B, C) par view : les exemples sont mélangés.
# perd : rnn_m2m_test_examples_are_independent, rnn_m2m_test_outputs_follow_time, rnn_m2m_test_sequence_can_be_cut
# dit : dépend des autres exemples du batch

# %% rnn_m2m
class RNN_M2M(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.rec = nn.RNN(input_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden=None):
        T, B, _ = input.shape
        allh, _ = self.rec(input, hidden)
        outputs = [F.log_softmax(self.h2o(h), dim=1) for h in allh]
        return torch.stack(outputs, dim=1).view(T, B, -1), allh
