"""What the statement fixes, and the names, batches and models that checks draw."""

import random
import string

import torch
from torch import nn

from corrige.checks import translate as _

LETTERS = string.ascii_lowercase + " '-"
WIDTH = len(LETTERS) + 1
"""A column a letter, and a last one for all that is no letter."""
LANGUAGES = 8


def word(low, high, letters=string.ascii_lowercase):
    """Return a name of `low` to `high` letters that is as it should be already."""
    return "".join(random.choice(letters) for _letter in range(random.randint(low, high)))


def words(count, low, high):
    """Return different names; where there are several, neither first nor last is the longest."""
    found = set()
    while len(found) < count:
        found.add(word(low, high))
    names = random.sample(sorted(found), count)
    longest = max(range(count), key=lambda i: len(names[i]))
    middle = count // 2
    names[longest], names[middle] = names[middle], names[longest]
    return names


def one_hot(name):
    """Return the letters of a normalised name as rows, (T, WIDTH)."""
    return torch.eye(WIDTH)[[LETTERS.find(letter) for letter in name]]


def batch(names):
    """Return (T, B, WIDTH), zeros after each name's end, and the lengths."""
    x = torch.zeros(max(map(len, names)), len(names), WIDTH)
    for b, name in enumerate(names):
        x[: len(name), b] = one_hot(name)
    return x, torch.tensor([len(name) for name in names])


def listed(value):
    """Return what the student gave as a list, of numbers where it is a tensor."""
    if isinstance(value, torch.Tensor):
        return value.tolist()
    assert isinstance(value, list | tuple), _("a list was expected; got {got}").format(
        got=type(value).__name__
    )
    return [v.item() if isinstance(v, torch.Tensor) and v.numel() == 1 else v for v in value]


class FirstLetter(nn.Module):
    """A model whose scores are those of the first letter alone; it notes how it is called."""

    def __init__(self, classes):
        super().__init__()
        self.table = torch.randn(WIDTH, classes)
        self.calls = []

    def forward(self, x, longueurs):
        self.calls.append((self.training, torch.is_grad_enabled()))
        return x[0].float() @ self.table

    def of(self, name):
        """Return the scores of a name, which the student's code need not have asked for."""
        return self.table[LETTERS.find(name[0])]
