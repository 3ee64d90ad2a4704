"""Networks of the checks' own, with the statement's interface, for what students write around."""

import torch
from torch import nn

from corrige.checks import translate as _
from grader_tests.char_rnn_generation.statement import N_ENTREES, N_SORTIES


class Oracle(nn.Module):
    """A network with random weights whose scores depend on category, letter, and all before."""

    def __init__(self, categories):
        super().__init__()
        self._categories = categories
        self._memory = nn.GRU(categories + N_ENTREES, 12)
        self._scores = nn.Linear(12, N_SORTIES)
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.copy_(1.2 * torch.randn_like(parameter))

    def forward(self, categories, entrees, hidden=None):
        _read_well(categories, entrees)
        which = nn.functional.one_hot(categories, self._categories).float()
        letters = nn.functional.one_hot(entrees, N_ENTREES).float()
        read = torch.cat([which.expand(len(entrees), -1, -1), letters], dim=-1)
        states, hidden = self._memory(read, hidden)
        return self._scores(states), hidden


class Script(nn.Module):
    """A network that says what `following(category, letters read so far)` says, all but surely.

    Its state is what it has read. `read` tells the longest such history, `modes` how it was called.
    """

    def __init__(self, following):
        super().__init__()
        self._following = following
        self._calls = 0
        self._read = []
        self._modes = set()

    def forward(self, categories, entrees, hidden=None):
        _read_well(categories, entrees)
        assert categories.numel() == 1, _("generer makes one name: one category, a batch of 1")
        self._calls += 1
        assert self._calls < 500, _(
            "generer asks the network again and again, without end: what stops its loop?"
        )
        self._modes.add((self.training, torch.is_grad_enabled()))
        history = [] if hidden is None else hidden.flatten().tolist()
        scores = []
        for letter in entrees.flatten().tolist():
            history.append(letter)
            scores.append(self._following(int(categories), history))
        self._read = max(self._read, history, key=len)
        return torch.stack(scores).unsqueeze(1), torch.tensor(history).view(-1, 1)


def surely(index):
    """Return scores that leave no other choice than `index`."""
    scores = torch.full((N_SORTIES,), -40.0)
    scores[index] = 40.0
    return scores


def _read_well(categories, entrees):
    assert not entrees.is_floating_point() and entrees.dim() == 2, _(
        "the network reads indices of size (T, B), one column a name, as in exercise 4; got a "
        "tensor of size {got}"
    ).format(got=tuple(entrees.shape))
    assert categories.shape == (entrees.shape[1],), _(
        "the network takes one category a name, a tensor of size (B,); got {got} for {B} columns"
    ).format(got=tuple(categories.shape), B=entrees.shape[1])
    assert bool((entrees >= 0).all()) and bool((entrees < N_ENTREES).all()), _(
        "the network is given an index that it does not know ({got}): only targets are completed "
        "with IGNORE, the inputs of a short name are completed with FIN"
    ).format(got=int(entrees.min() if (entrees < 0).any() else entrees.max()))
