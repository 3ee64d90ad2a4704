# L'étiquette est le dernier symbole de la suite.
# perd : dataset_test_items
# dit : le premier symbole

# %% dataset
class RappelDataset(Dataset):
    def __init__(self, symboles, K):
        self.suites = F.one_hot(symboles, K).float()
        self.premiers = symboles[:, -1]

    def __len__(self):
        return len(self.premiers)

    def __getitem__(self, i):
        return self.suites[i], self.premiers[i]
