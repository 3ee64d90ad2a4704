"""Exercise 1: `lire`, from the texts of the files to names and targets."""

import random
from collections import Counter

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_classification.statement import listed, word, words


def _files():
    """Return texts by language, the names of each as written, and one that two languages share."""
    languages = words(5, 4, 9)
    names = words(47, 3, 11)
    shared, *names = names
    lists = [names[i :: len(languages)] for i in range(len(languages))]
    lists[1].append(shared)
    lists[3].append(shared)
    lists = [[n.capitalize().replace("e", "é") for n in one] for one in lists]
    texts = {}
    for language, one in zip(languages, lists, strict=True):
        random.shuffle(one)
        lines = [f"# {word(4, 8)}", *one[:4], "", *one[4:], one[2].upper(), "", one[5]]
        texts[language] = "\n".join(lines) + "\n"
    return texts, dict(zip(languages, lists, strict=True))


def _read(lire, texts):
    result = lire(dict(texts))
    assert isinstance(result, tuple | list) and len(result) == 3, _(
        "lire returns three things: noms, cibles, langues"
    )
    names, targets, languages = map(listed, result)
    assert len(names) == len(targets), _(
        "there are {names} names but {targets} targets: each name has one"
    ).format(names=len(names), targets=len(targets))
    return names, targets, languages


@check
def test_names(lire, normaliser):
    """Each language has its names, normalised, once each: no comment, no empty line, no double."""
    texts, lists = _files()
    names, _targets, _languages = _read(lire, texts)
    assert "" not in names, _("an empty line is taken for a name")
    assert not any(str(n).startswith("#") for n in names), _(
        "the comment at the head of a file (#) is taken for a name"
    )
    assert all(n == normaliser(n) for n in names), _(
        "names are kept as they are written in the file: each goes through normaliser"
    )
    wanted = Counter(normaliser(n) for one in lists.values() for n in one)
    got = Counter(names)
    assert set(got) <= set(wanted), _(
        "there are names that no file holds: a name is one line, blanks included"
    )
    assert not any(got[n] < count for n, count in wanted.items() if count == 2), _(
        "a name that two languages share must stay in both: doubles are looked for within one "
        "language"
    )
    assert not any(got[n] > count for n, count in wanted.items()), _(
        "a name is kept twice for one language: compare after normaliser, since accents and "
        "capitals hide doubles"
    )
    assert got == wanted, _("names are missing: each line of each file is one")


@check
def test_targets(lire, normaliser):
    """Languages are sorted, and each name's target is the place of its language among them."""
    texts, lists = _files()
    names, targets, languages = _read(lire, texts)
    assert set(languages) == set(texts), _(
        "langues does not hold each language of the files once, under the key that textes has for "
        "it"
    )
    assert languages == sorted(texts), _(
        "langues is not sorted: the numbers of the languages must not depend on the order of files"
    )
    assert all(type(target) is int for target in targets), _(
        "a target is a whole number, the place of the language in langues"
    )
    assert set(targets) == set(range(len(languages))), _(
        "targets run from 0 to the number of languages - 1"
    )
    known = {language: {normaliser(n) for n in one} for language, one in lists.items()}
    assert all(normaliser(n) in known[languages[t]] for n, t in zip(names, targets, strict=True)), (
        _(
            "names get the target of another language: langues[cible] must be the language of the "
            "file the name comes from"
        )
    )
