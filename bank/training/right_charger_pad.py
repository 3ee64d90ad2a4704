# pad_sequence empile les suites, le temps devant.

# %% charger
from torch.nn.utils.rnn import pad_sequence


def rassembler(exemples):
    return pad_sequence([x for x, _ in exemples]), torch.tensor([int(y) for _, y in exemples])


def charger(dataset, taille_batch, melanger):
    return DataLoader(dataset, batch_size=taille_batch, shuffle=melanger, collate_fn=rassembler)
