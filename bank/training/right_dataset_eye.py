# Le one-hot est une ligne de la matrice identité ; les exemples sont dans une liste.

# %% dataset
class RappelDataset(Dataset):
    def __init__(self, symboles, K):
        identite = torch.eye(K)
        self.exemples = [(identite[suite], suite[0].clone()) for suite in symboles]

    def __len__(self):
        return len(self.exemples)

    def __getitem__(self, i):
        return self.exemples[i]
