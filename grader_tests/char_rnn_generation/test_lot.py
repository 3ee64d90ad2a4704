"""Exercise 3: names of several lengths in one batch."""

import random

import torch

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_generation.statement import FIN, IGNORE, inputs, targets, word


def _words():
    return [word(n) for n in random.sample(range(1, 14), random.randint(4, 7))]


def _both(lot, words):
    both = lot(words)
    assert len(both) == 2, _("lot returns two tensors: entrees, cibles")
    T, B = max(map(len, words)) + 1, len(words)
    for name, tensor in zip(("entrees", "cibles"), both, strict=True):
        assert isinstance(tensor, torch.Tensor) and tensor.dtype == torch.long, _(
            "lot returns tensors of whole numbers (torch.long)"
        )
        assert tensor.shape != (B, T), _(
            "{name} has size (B, T): time is the first axis, one column a name (batch_first=False)"
        ).format(name=name)
        assert tensor.shape == (T, B), _(
            "{name} has size {got} instead of ({T}, {B}): as many steps as the longest name has "
            "letters, and one for its mark; one column a name"
        ).format(name=name, got=tuple(tensor.shape), T=T, B=B)
    return both


@check
def test_columns(lot):
    """Each column holds the pair of its name, in the order given, from the first step on."""
    for words in (_words(), [word(4), word(4)], [word(5)]):
        entrees, cibles = _both(lot, words)
        for column, text in enumerate(words):
            n = len(text) + 1
            read, foreseen = entrees[:, column].tolist(), cibles[:, column].tolist()
            assert read[-n:] != inputs(text) or read[:n] == inputs(text), _(
                "short names are completed before their first letter: the completion comes after "
                "the name"
            )
            assert read[:n] == inputs(text) and foreseen[:n] == targets(text), _(
                "column j is not the pair of the j-th name (paires): are the names sorted by "
                "length, or the axes mixed by a view?"
            )


@check
def test_completion(lot):
    """Behind a short name the targets are IGNORE and the inputs FIN."""
    for words in (_words(), [word(2), word(9), word(5)]):
        entrees, cibles = _both(lot, words)
        for column, text in enumerate(words):
            n = len(text) + 1
            beyond = set(cibles[n:, column].tolist())
            assert beyond != {0}, _(
                "the targets of a short name are completed with 0, which is the letter 'a': the "
                "network would learn to write aaaa behind each name; IGNORE was asked for"
            )
            assert beyond != {FIN}, _(
                "the targets of a short name are completed with FIN: these steps would count in "
                "the loss; IGNORE was asked for"
            )
            assert beyond <= {IGNORE}, _("the targets behind a name are not IGNORE")
            assert IGNORE not in entrees[:, column], _(
                "the inputs hold IGNORE: no embedding has that index; they are completed with FIN"
            )
            assert set(entrees[n:, column].tolist()) <= {FIN}, _(
                "the inputs of a short name are completed with something else than FIN"
            )
