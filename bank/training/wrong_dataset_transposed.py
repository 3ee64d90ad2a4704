# x est (K, T) : le temps en dernier.
# perd : charger_visible, dataset_test_items, dataset_visible, entrainer_epoque_visible, entrainer_visible, evaluer_visible
# dit : le temps d'abord

# %% dataset
class RappelDataset(Dataset):
    def __init__(self, symboles, K):
        self.suites = F.one_hot(symboles, K).float().transpose(1, 2)
        self.premiers = symboles[:, 0]

    def __len__(self):
        return len(self.premiers)

    def __getitem__(self, i):
        return self.suites[i], self.premiers[i]
