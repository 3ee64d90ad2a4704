# Une sous-classe de DataLoader qui échange les axes en itérant.

# %% charger
class Chargeur(DataLoader):
    def __iter__(self):
        for x, y in super().__iter__():
            yield x.permute(1, 0, 2), y


def charger(dataset, taille_batch, melanger):
    return Chargeur(dataset, batch_size=taille_batch, shuffle=melanger, drop_last=False)
