# Le collate par défaut, puis un échange des deux premiers axes.

# %% charger
from torch.utils.data import default_collate


def charger(dataset, taille_batch, melanger):
    def temps_devant(exemples):
        x, y = default_collate(exemples)
        return x.transpose(0, 1).contiguous(), y

    return DataLoader(dataset, taille_batch, melanger, collate_fn=temps_devant)
