"""Exercise 2: what is read, what is to be foreseen."""

import torch

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_generation.statement import DEBUT, FIN, inputs, targets, word


def _both(paires, text):
    both = paires(text)
    assert len(both) == 2, _("paires returns two tensors: entree, cible")
    for tensor in both:
        assert isinstance(tensor, torch.Tensor) and tensor.dtype == torch.long, _(
            "paires returns tensors of whole numbers (torch.long)"
        )
        assert tensor.dim() == 1, _("entree and cible have one axis, that of time")
    entree, cible = (tensor.tolist() for tensor in both)
    assert len(entree) == len(cible), _(
        "entree has {n} steps and cible {m}: to each letter read belongs one to foresee"
    ).format(n=len(entree), m=len(cible))
    return entree, cible


@check
def test_shift_by_one(paires):
    """The target at t is the input at t + 1: the next letter, never the one that is read."""
    for text in (word(5), word(9), word(2)):
        entree, cible = _both(paires, text)
        assert (entree, cible) != (targets(text), inputs(text)), _(
            "entree and cible are swapped: the network reads the past and foresees what follows"
        )
        assert cible != entree, _(
            "cible is entree: the network has but to copy what it reads; the target is shifted by "
            "one"
        )
        assert cible[:-1] == entree[1:], _(
            "cible[t] is not entree[t + 1]: at each step the network foresees the next letter"
        )
        assert entree[1:] == inputs(text)[1:], _(
            "entree does not hold the letters of the word in order, each once, after DEBUT"
        )


@check
def test_marks(paires):
    """The first input is DEBUT, the last target is FIN; FIN is never read, DEBUT never foreseen."""
    for text in (word(6), word(1), word(12), ""):
        entree, cible = _both(paires, text)
        assert len(entree) == len(text) + 1, _(
            "a word of {n} letters makes {n} + 1 steps: each letter is foreseen once, then FIN; "
            "got {got}"
        ).format(n=len(text), got=len(entree))
        assert entree[0] == DEBUT, _(
            "the first input is not DEBUT: without it the first letter could never be foreseen"
        )
        assert FIN not in entree, _("FIN is among the inputs: it is foreseen, never read")
        assert DEBUT not in cible, _("DEBUT is among the targets: it is read, never foreseen")
        assert cible[-1] == FIN, _(
            "the last target is not FIN: the network would never learn to stop"
        )
