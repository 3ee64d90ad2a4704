"""Exercise 3: `encoder`, a name as one-hot letters."""

import random

import torch

from corrige.checks import check, close
from corrige.checks import translate as _
from grader_tests.char_rnn_classification.statement import LETTERS, WIDTH, one_hot, word


def _encoded(encoder, name):
    try:
        x = encoder(name)
    except (ValueError, IndexError, KeyError, RuntimeError):
        raise AssertionError(
            _(
                "encoder raises on a character outside the alphabet: ALPHABET.index does, "
                "ALPHABET.find returns -1"
            )
        ) from None
    assert isinstance(x, torch.Tensor), _("encoder returns a tensor; got {got}").format(
        got=type(x).__name__
    )
    return x


@check
def test_one_hot(encoder):
    """A name becomes (T, N_LETTRES): a row a letter, with a 1 in the letter's column."""
    names = [word(5, 9, LETTERS[:26]) + c + word(2, 4) for c in " '-"] + [LETTERS[0], LETTERS[25]]
    for name in names:
        x = _encoded(encoder, name)
        assert x.shape != (WIDTH, len(name)), _(
            "the axes are swapped: a row a letter of the name, a column a letter of the alphabet"
        )
        assert x.shape != (len(name), 1, WIDTH), _(
            "there is an axis of batch already, (T, 1, N_LETTRES): encoder gives one name, "
            "(T, N_LETTRES), former_batch puts several together"
        )
        assert x.shape != (len(name),), _(
            "encoder returns the numbers of the letters; a row with a single 1 is expected for each"
        )
        assert x.shape == (len(name), WIDTH), _(
            "size {got} instead of ({T}, {N}): (T, N_LETTRES)"
        ).format(got=tuple(x.shape), T=len(name), N=WIDTH)
        assert x.is_floating_point(), _(
            "the encoding holds whole numbers: linear and recurrent layers want floats"
        )
        assert close(x.sum(1).double(), torch.ones(len(name)).double()), _(
            "a row does not have a single 1: one letter a row"
        )
        assert not close(x.float(), one_hot(name).flip(0)) or name == name[::-1], _(
            "the name is written backwards"
        )
        assert close(x.float(), one_hot(name)), _(
            "the 1 is not in the column of the letter: its place in ALPHABET"
        )


@check
def test_unknown(encoder):
    """A character that is not in the alphabet is a 1 in the last column."""
    for odd in [random.choice("ж中"), *random.sample("0123456789?!;@", 3)]:
        start, end = word(3, 5), word(3, 5)
        x = _encoded(encoder, start + odd + end)
        assert len(x) != len(start + end), _(
            "characters outside the alphabet are left out: the name must keep its length, they get "
            "the last column"
        )
        assert x.shape == (len(start) + 1 + len(end), WIDTH), _(
            "size {got}: a row for each character, those outside the alphabet too"
        ).format(got=tuple(x.shape))
        row = x[len(start)].float()
        assert row.any(), _(
            "a character outside the alphabet is a row of zeros, like the padding of a batch: it "
            "gets a 1 in the last column"
        )
        assert not row[0], _(
            "a character outside the alphabet is taken for an a: give it the last column"
        )
        assert close(row, torch.eye(WIDTH)[-1]), _(
            "a character outside the alphabet does not have its 1 in the last column"
        )
        assert close(x.float(), one_hot(start + odd + end)), _(
            "around a character outside the alphabet, letters must stay in their places"
        )


@check
def test_normalises(encoder, normaliser):
    """A name is normalised first: capitals and accents change nothing."""
    for _turn in range(3):
        plain = word(3, 5) + "e" + word(2, 5)
        given = plain.replace("e", "é").title()
        x, wanted = _encoded(encoder, given), one_hot(normaliser(given))
        assert x.shape == wanted.shape and close(x.float(), wanted), _(
            "a name with capitals and accents is not encoded as its normalised form: encoder goes "
            "through normaliser first, since users will type É and ü"
        )
