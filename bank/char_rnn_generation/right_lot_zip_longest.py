# itertools.zip_longest fait la complétion.

# %% lot
from itertools import zip_longest


def lot(mots):
    couples = [paires(mot) for mot in mots]
    entrees = list(zip_longest(*[e.tolist() for e, _ in couples], fillvalue=FIN))
    cibles = list(zip_longest(*[c.tolist() for _, c in couples], fillvalue=IGNORE))
    return torch.tensor(entrees), torch.tensor(cibles)
