"""Exercise 2: `partager`, which names are learnt from and which are kept for validation."""

import random

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_classification.statement import listed


def _targets():
    """Return targets, classes one after another as `lire` gives them, and each class's places."""
    counts = random.sample(range(24, 64), 4)
    targets = [c for c, count in enumerate(counts) for _name in range(count)]
    return targets, [[i for i, t in enumerate(targets) if t == c] for c in range(len(counts))]


def _split(partager, targets, part, seed):
    result = partager(list(targets), part, seed)
    assert isinstance(result, tuple | list) and len(result) == 2, _(
        "partager returns two lists: the indices to learn from, and those for validation"
    )
    learn, validate = map(listed, result)
    assert all(type(i) is int for i in learn + validate), _(
        "partager returns indices, the places of the names in the list"
    )
    return learn, validate


@check
def test_partition(partager):
    """Each name is in one of the two parts, and in one only."""
    targets, places = _targets()
    learn, validate = _split(
        partager, targets, random.choice((0.15, 0.3)), random.randrange(99, 999)
    )
    assert len({*learn, *validate}) > max(map(len, places)), _(
        "names are in neither part: are indices counted within a language instead of within the "
        "whole list?"
    )
    assert not set(learn) & set(validate), _(
        "names are in both parts: validation would measure what was learnt by heart"
    )
    assert len({*learn, *validate}) == len(learn) + len(validate), _(
        "an index occurs twice in a part: draw without putting back"
    )
    assert {*learn, *validate} == set(range(len(targets))), _(
        "names are in neither part, or indices lie outside the list: each name belongs to one part"
    )


@check
def test_stratified(partager):
    """Of each language, the share `part` goes to validation."""
    targets, places = _targets()
    part = random.choice((0.15, 0.3, 0.35))
    learn, validate = _split(partager, targets, part, random.randrange(99, 999))
    assert abs(len(learn) - part * len(targets)) >= len(places), _(
        "the parts are swapped, or returned in the other order: `part` is the share of validation, "
        "which comes second"
    )
    found = [len(set(validate) & set(one)) for one in places]
    assert abs(len(validate) - part * len(targets)) < len(places), _(
        "validation does not have the share `part` of the names"
    )
    assert all(abs(n - part * len(one)) < 1 for n, one in zip(found, places, strict=True)), _(
        "the share of validation differs from language to language: draw within each language, not "
        "from all names together"
    )


@check
def test_drawn(partager):
    """The names are drawn at random, and the same seed draws the same ones."""
    targets, places = _targets()
    seed = random.randrange(99, 999)
    one, other, again = (set(_split(partager, targets, 0.3, s)[1]) for s in (seed, seed + 7, seed))
    ends = (
        [set(p[: len(one & set(p))]) for p in places],
        [set(p[len(p) - len(one & set(p)) :]) for p in places],
    )
    assert one not in (set().union(*ends[0]), set().union(*ends[1])), _(
        "validation gets the first or the last names of each language: files may be in some order, "
        "draw at random"
    )
    assert one == again, _(
        "the same graine gives two different splits: results could not be compared from one run to "
        "the next"
    )
    assert one != other, _("graine plays no part: another one must draw other names")
    assert [set(p) for p in partager(list(targets))] == [
        set(p) for p in partager(list(targets), 0.2, 0)
    ], _("without options, part is 0.2 and graine 0")
