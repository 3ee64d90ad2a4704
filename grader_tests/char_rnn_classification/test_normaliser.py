"""Exercise 1: `normaliser`, from what people write to the letters of the alphabet."""

import random
import unicodedata

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_classification.statement import word

VOWELS, ACCENTS = "aeiouy", "\u0300\u0301\u0302\u0308"
PAIRS = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("’", "'"))


def _text(value):
    assert isinstance(value, str), _("normaliser returns a str; got {got}").format(
        got=type(value).__name__
    )
    return value


@check
def test_accents(normaliser):
    """Accents go, the letters that bear them stay, in whichever of its two forms a letter comes."""
    for _turn in range(4):
        plain = word(3, 6) + random.choice(VOWELS) + word(0, 3)
        marked = "".join(c + random.choice(ACCENTS) if c in VOWELS else c for c in plain)
        for form in ("NFC", "NFD"):
            given = unicodedata.normalize(form, marked)
            got = _text(normaliser(given))
            assert got != given, _(
                "the accents are still there: decompose with NFD, then leave out the marks "
                "(category Mn)"
            )
            assert got != "".join(c for c in plain if c not in VOWELS), _(
                "accented letters disappear together with their accent: decompose them first "
                "(NFD), then leave out the marks alone"
            )
            assert unicodedata.normalize("NFC", got) != unicodedata.normalize("NFC", marked), _(
                "the letters are decomposed, but their accents stay in the name as characters of "
                "their own: leave out those of category Mn"
            )
            assert got == plain, _(
                "a name without accents was expected, its letters being the same otherwise: each "
                "é, ü, ñ becomes e, u, n, whether written as one character or as two"
            )


@check
def test_equivalents(normaliser):
    """Letters that have no decomposition are replaced as EQUIVALENTS says, capitals too."""
    for odd, plain in PAIRS:
        for given in {odd, odd.upper() if len(odd.upper()) == 1 else odd}:
            start, end = word(2, 4), word(2, 4)
            got = _text(normaliser(start + given + end))
            assert given == odd or odd not in got, _(
                "a capital Ł, Ø or Œ is not replaced: EQUIVALENTS holds small letters, so make the "
                "name lower-case before you look there"
            )
            assert got != start + end, _(
                "ß, ł, ø, œ … disappear: NFD does not decompose them, and EQUIVALENTS says what "
                "each becomes"
            )
            assert odd not in got, _(
                "ß, ł, ø, œ … are still there: NFD does not decompose them, replace them as "
                "EQUIVALENTS says"
            )
            assert got == start + plain + end, _(
                "a letter of EQUIVALENTS must become what is written there, the others stay"
            )


@check
def test_case_and_edges(normaliser):
    """Capitals become small, blanks at the ends go; blanks, hyphens and apostrophes within stay."""
    for _turn in range(4):
        parts = [word(2, 5) for _part in range(4)]
        name = f"{parts[0]} {parts[1]}-{parts[2]}'{parts[3]}"
        given = f" \t{name.title()} \n"
        got = _text(normaliser(given))
        assert got.lower() == got, _("capitals are left: the alphabet has small letters only")
        assert got.strip() == got, _(
            "blanks or an end of line are left at the ends of the name: strip()"
        )
        assert got != "".join(parts), _(
            "what separates the parts of a name disappears: blanks, hyphens and apostrophes within "
            "it belong to the alphabet"
        )
        assert got == name, _(
            "only capitals and the blanks at both ends change here: the rest of the name must stay "
            "as it is"
        )
    odd = f"{word(2, 4)}{random.randint(3, 9)}?{word(2, 4)}"
    assert _text(normaliser(odd)) == odd, _(
        "characters outside the alphabet stay in the name: it is encoder that gives them a column"
    )
