# K n'est pas transmis à one_hot : il est lu dans les données.
# perd : dataset_test_items
# dit : K est donné

# %% dataset
class RappelDataset(Dataset):
    def __init__(self, symboles, K):
        self.suites = F.one_hot(symboles).float()
        self.premiers = symboles[:, 0]

    def __len__(self):
        return len(self.premiers)

    def __getitem__(self, i):
        return self.suites[i], self.premiers[i]
