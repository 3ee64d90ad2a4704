"""Exercise 8: `predire`, the most likely languages of a name."""

import random

import torch

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_classification.statement import FirstLetter, listed, word, words


def _task(classes):
    model = FirstLetter(classes)
    model.table *= 2
    model.eval()
    return model, words(classes, 4, 9), word(4, 8)


def _predicted(predire, *args, **kwargs):
    found = listed(predire(*args, **kwargs))
    pairs = [listed(pair) for pair in found]
    assert all(len(pair) == 2 for pair in pairs), _(
        "predire returns a list of pairs (language, probability)"
    )
    for language, chance in pairs:
        assert isinstance(language, str), _(
            "the first of each pair is the name of the language, langues[i], not its number"
        )
        assert isinstance(chance, int | float), _("the second of each pair is a number")
    return pairs


@check
def test_ranking(predire):
    """The k most likely languages come by name, the most likely first."""
    model, languages, name = _task(9)
    order = [languages[i] for i in model.of(name).argsort(descending=True).tolist()]
    for k in (4, 1, 9):
        found = [language for language, _p in _predicted(predire, model, name, languages, k)]
        assert len(found) == k, _("{got} languages for k = {k}").format(got=len(found), k=k)
        assert k == 1 or found != order[:k][::-1], _("the most likely language must come first")
        assert k == 9 or found != order[::-1][:k], _("these are the least likely languages")
        assert found == order[:k], _(
            "these are not the k languages with the highest scores, in descending order"
        )
    by_default = _predicted(predire, model, name, languages)
    assert [language for language, _p in by_default] == order[:3], _(
        "without k there must be three languages"
    )
    given = name[0].upper() + "É" + name[1:].upper()
    found = [language for language, _p in _predicted(predire, model, given, languages, 4)]
    assert found == order[:4], _(
        "a name in capitals must get the same languages as in small letters"
    )


@check
def test_probabilities(predire):
    """Each language comes with its probability: the softmax of the scores over all languages."""
    C = random.choice((6, 7, 9))
    model, languages, name = _task(C)
    chances = model.of(name).softmax(0)
    for k in (C, 2):
        pairs = _predicted(predire, model, name, languages, k)
        best = chances.topk(k)
        got = torch.tensor([p for _language, p in pairs])
        assert len(got) == k, _("{got} languages for k = {k}").format(got=len(got), k=k)

        def near(values, got=got):
            return bool(((got - values).abs() < 1e-4).all())

        scores = model.of(name).topk(k).values
        assert not near(scores), _("these are the raw scores: softmax makes probabilities of them")
        assert not near(best.values.log()), _(
            "these are log-probabilities: softmax, not log_softmax"
        )
        assert not near(torch.ones(k)), _(
            "every probability is 1: the softmax runs over the batch, which holds one name "
            "(dim=0); the languages are the last axis"
        )
        assert near(best.values) or not near(scores.softmax(0)), _(
            "the probabilities are normalised over the k languages shown: softmax over all of them "
            "first, topk afterwards"
        )
        assert near(best.values) or not near(100 * best.values), _(
            "these are percents: probabilities lie between 0 and 1"
        )
        assert near(best.values), _(
            "the probability of a language is the softmax of the scores over all languages"
        )


@check
def test_mode(predire):
    """Predicting happens in evaluation mode, and without gradients."""
    model, languages, name = _task(9)
    model.train()
    _predicted(predire, model, name, languages, 6)
    assert not any(mode for mode, _gradient in model.calls), _(
        "the network predicts in training mode, where dropout would be at work: model.eval() first"
    )
    assert not any(gradient for _mode, gradient in model.calls), _(
        "gradients are recorded while predicting: with torch.no_grad()"
    )
