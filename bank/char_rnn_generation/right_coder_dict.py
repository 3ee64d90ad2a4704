# Un dictionnaire dans chaque sens, itertools pour s'arrêter.

# %% coder
import itertools

VERS = {lettre: i for i, lettre in enumerate(LETTRES)}


def coder(mot):
    return torch.LongTensor([VERS[c] for c in mot] + [FIN])


def decoder(indices):
    avant = itertools.takewhile(lambda i: i != FIN, (int(i) for i in indices))
    return "".join(LETTRES[i] for i in avant if i != DEBUT)
