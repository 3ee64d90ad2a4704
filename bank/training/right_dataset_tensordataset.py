# Hérite de TensorDataset.

# %% dataset
from torch.utils.data import TensorDataset


class RappelDataset(TensorDataset):
    def __init__(self, symboles, K):
        super().__init__(F.one_hot(symboles, K).to(torch.float32), symboles.T[0])
