# L'étiquette est un nombre réel.
# perd : dataset_test_items, entrainer_epoque_visible, entrainer_visible, evaluer_visible, reprise_visible
# dit : un nombre entier

# %% dataset
class RappelDataset(Dataset):
    def __init__(self, symboles, K):
        self.suites = F.one_hot(symboles, K).float()
        self.premiers = symboles[:, 0].float()

    def __len__(self):
        return len(self.premiers)

    def __getitem__(self, i):
        return self.suites[i], self.premiers[i]
