# Les symboles eux-mêmes, sans one-hot.
# perd : charger_visible, dataset_test_items, dataset_visible, entrainer_epoque_visible, entrainer_visible, evaluer_visible
# dit : one-hot

# %% dataset
class RappelDataset(Dataset):
    def __init__(self, symboles, K):
        self.suites = symboles.float()
        self.premiers = symboles[:, 0]

    def __len__(self):
        return len(self.premiers)

    def __getitem__(self, i):
        return self.suites[i], self.premiers[i]
