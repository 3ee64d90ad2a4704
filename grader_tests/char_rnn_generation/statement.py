"""What the statement fixes and checks have to know: the alphabet, its two marks, random words."""

import random

LETTRES = "abcdefghijklmnopqrstuvwxyz'-"
FIN = len(LETTRES)
DEBUT = FIN + 1
N_SORTIES = FIN + 1
N_ENTREES = FIN + 2
IGNORE = -100


def word(length):
    """Return a word of `length` random letters, no two neighbours equal."""
    letters = [random.choice(LETTRES)]
    while len(letters) < length:
        letters.append(random.choice([c for c in LETTRES if c != letters[-1]]))
    return "".join(letters[:length])


def indices(text):
    """Return the indices of the letters of `text`."""
    return [LETTRES.index(letter) for letter in text]


def inputs(text):
    """Return what the network reads of a word under teacher forcing."""
    return [DEBUT, *indices(text)]


def targets(text):
    """Return what it has to foresee."""
    return [*indices(text), FIN]
