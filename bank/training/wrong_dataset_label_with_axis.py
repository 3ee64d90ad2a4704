# L'étiquette garde un axe, de taille (1,).
# perd : charger_visible, dataset_test_items, dataset_visible, entrainer_epoque_visible, entrainer_visible, evaluer_visible
# dit : un seul symbole

# %% dataset
class RappelDataset(Dataset):
    def __init__(self, symboles, K):
        self.suites = F.one_hot(symboles, K).float()
        self.premiers = symboles[:, :1]

    def __len__(self):
        return len(self.premiers)

    def __getitem__(self, i):
        return self.suites[i], self.premiers[i]
