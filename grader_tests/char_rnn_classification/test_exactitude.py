"""Exercise 7: `exactitude`, the share of names whose language is found."""

import random

import torch

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.char_rnn_classification.statement import FirstLetter, words


def _task():
    """Return a model, names, and targets of which it finds some, the last ones among them.

    That is so that a mean over batches is another number, where the last one is smaller.
    """
    model = FirstLetter(7)
    names = words(35, 3, 9)
    found = [int(model.of(n).argmax()) for n in names]
    right = random.randint(8, 15)
    targets = [f if i < right else (f + 1 + i % 5) % 7 for i, f in enumerate(found)]
    pairs = list(zip(names, targets, strict=True))
    pairs = [*random.sample(pairs[5:], len(names) - 5), *pairs[:5]]
    return model, [n for n, _t in pairs], [t for _n, t in pairs], right / len(names)


@check
def test_accuracy(exactitude):
    """The accuracy is the share of names whose highest score is that of their language."""
    model, names, targets, wanted = _task()
    got = exactitude(model, names, targets)
    if isinstance(got, torch.Tensor) and got.numel() == 1:
        got = got.item()
    assert isinstance(got, int | float), _("exactitude returns a number; got {got}").format(
        got=type(got).__name__
    )
    assert abs(got - 100 * wanted) > 1e-3, _("this is in percent: a share between 0 and 1 is asked")
    assert abs(got - len(names) * wanted) > 1e-3, _(
        "this is how many names are right: divide by their number"
    )
    assert abs(got - (1 - wanted)) > 1e-5, _("this is the share of errors")
    assert abs(got - wanted) < 1e-5, _(
        "{got:.3f} instead of {wanted:.3f}: the language found is the argmax of the scores over "
        "the languages (dim=1), and each name counts once"
    ).format(got=got, wanted=wanted)


@check
def test_mode(exactitude):
    """Measuring happens in evaluation mode and without gradients, and leaves the mode as it was."""
    model, names, targets, _wanted = _task()
    for training in (True, False):
        model.train(training)
        model.calls.clear()
        exactitude(model, names, targets)
        assert model.calls, _("the network is never called")
        assert not any(mode for mode, _gradient in model.calls), _(
            "the network is measured in training mode, where dropout would be at work: "
            "model.eval() first"
        )
        assert not any(gradient for _mode, gradient in model.calls), _(
            "gradients are recorded while measuring: with torch.no_grad()"
        )
        assert model.training == training, _(
            "the network is not put back into the mode it was in (model.training before eval()): "
            "training would go on in evaluation mode, or evaluation in training mode"
        )
