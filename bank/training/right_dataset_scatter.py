# One-hot par scatter_, étiquettes recalculées par torch.tensor.

# %% dataset
class RappelDataset(Dataset):
    def __init__(self, symboles, K):
        N, T = symboles.shape
        self.x = torch.zeros(N, T, K).scatter_(2, symboles.unsqueeze(-1), 1.0)

    def __len__(self):
        return self.x.shape[0]

    def __getitem__(self, i):
        return self.x[i], torch.tensor(int(self.x[i, 0].argmax()))
