"""Exercise 1: coder and decoder."""

import random

import pytest
import torch

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_generation.statement import DEBUT, FIN, LETTRES, indices, targets, word


def _numbers(result):
    assert isinstance(result, torch.Tensor) and result.dtype == torch.long, _(
        "coder returns a tensor of whole numbers (torch.long): nn.Embedding and cross_entropy "
        "want nothing else"
    )
    assert result.dim() == 1, _(
        "coder returns one axis alone, one index a letter; got size {got}"
    ).format(got=tuple(result.shape))
    return result.tolist()


@check
def test_coder(coder):
    """Each letter becomes its index in LETTRES, in order, and FIN closes the word."""
    for text in (word(6), word(11), word(1), LETTRES[::-1]):
        found, expected = _numbers(coder(text)), targets(text)
        assert found != expected[:-1], _("the mark FIN is missing behind the last letter")
        assert found != [DEBUT, *expected], _(
            "coder puts DEBUT before the word: it codes letters and FIN, DEBUT comes in exercise 2"
        )
        assert found[:-1] != sorted(found[:-1]) or expected[:-1] == sorted(expected[:-1]), _(
            "the letters come out in alphabetical order, not in that of the word (a set?)"
        )
        assert found == expected, _(
            "the indices are not the places of the letters in LETTRES followed by FIN: 'a' is 0"
        )
    assert _numbers(coder("")) == [FIN], _("the empty word is FIN alone")


def _word(decoder, code, raises):
    try:
        return decoder(code)
    except (LookupError, AttributeError, TypeError, ValueError, RuntimeError):
        raise AssertionError(raises) from None


@check
def test_decoder(decoder):
    """decoder stops at the first FIN, passes over DEBUT, and takes a list as well as a tensor."""
    raises = _(
        "decoder raises an error: it takes a list of numbers as well as a tensor, with FIN at its "
        "end or without"
    )
    told = _("DEBUT is no letter: decoder passes over it")
    for length in (7, 3, 1):
        text = word(length)
        code = indices(text)
        for form in (torch.tensor, list):
            assert _word(decoder, form([*code, FIN]), raises) == text, _(
                "decoder does not give the word back: LETTRES[i] for each index before FIN"
            )
            more = form([*code, FIN, *indices(word(2)), FIN])
            assert _word(decoder, more, raises) == text, _(
                "decoder reads on behind the first FIN: what comes after it is no part of the word"
            )
            assert _word(decoder, form(code), raises) == text, _(
                "where there is no FIN, decoder reads to the end: the last letter is lost, or "
                "FIN is taken for granted"
            )
            assert _word(decoder, form([DEBUT, *code, FIN]), told) == text, told
    assert decoder([FIN]) == "", _("FIN alone is the empty word")


@check
def test_unknown_letter(coder):
    """A letter that is not in LETTRES is refused."""
    for stranger in random.sample("éÀ7!Zß œ", 3):
        text = word(4)
        with pytest.raises((ValueError, LookupError)):
            found = coder(text[:2] + stranger + text[2:])
            raise AssertionError(
                _(
                    "a letter that LETTRES does not hold is coded as {got}: str.find returns -1, "
                    "str.index raises ValueError"
                ).format(got=list(found))
            )
