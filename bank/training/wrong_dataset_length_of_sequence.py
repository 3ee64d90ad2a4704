# len rend la longueur d'une suite.
# perd : charger_visible, dataset_test_length, dataset_visible
# dit : longueur d'une suite

# %% dataset
class RappelDataset(Dataset):
    def __init__(self, symboles, K):
        self.suites = F.one_hot(symboles, K).float()
        self.premiers = symboles[:, 0]

    def __len__(self):
        return self.suites.shape[1]

    def __getitem__(self, i):
        return self.suites[i], self.premiers[i]
