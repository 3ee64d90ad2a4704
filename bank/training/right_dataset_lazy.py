# Le one-hot est fait à la demande, dans __getitem__.

# %% dataset
class RappelDataset(Dataset):
    def __init__(self, symboles, K):
        self.symboles, self.K = symboles, K

    def __len__(self):
        return self.symboles.size(0)

    def __getitem__(self, i):
        suite = self.symboles[i]
        x = torch.zeros(len(suite), self.K)
        for t, symbole in enumerate(suite):
            x[t, symbole] = 1.0
        return x, suite[0]
