# F.one_hot sans .float() : des entiers.
# perd : dataset_test_items, entrainer_epoque_visible, entrainer_visible, evaluer_visible
# dit : float32

# %% dataset
class RappelDataset(Dataset):
    def __init__(self, symboles, K):
        self.suites = F.one_hot(symboles, K)
        self.premiers = symboles[:, 0]

    def __len__(self):
        return len(self.premiers)

    def __getitem__(self, i):
        return self.suites[i], self.premiers[i]
