"""Exercise 6: evaluer, which measures and changes nothing."""

import torch
from torch import nn

from corrige.checks import check
from corrige.checks import translate as _
from grader_tests.training.setting import (
    Recorder,
    agree,
    batches,
    examples,
    has_dropout,
    near,
    number,
    same_order,
    trainable,
    twin,
    values,
)

D, C, T = 9, 3, 4


def _setting(charger, SansMemoire, *, n, size, dropout=0.0):
    loader = charger(examples(n, T, D, C, scale=2.0), size, False)
    return loader, batches(loader), trainable(SansMemoire(D, C, dropout))


def _measured(evaluer, model, loader, loss):
    same_order()
    result = evaluer(model, loader, loss)
    assert isinstance(result, tuple | list) and len(result) == 2, _(
        "evaluer must return two numbers, the loss and the accuracy"
    )
    return result


@check
def test_mean_loss(evaluer, charger, SansMemoire):
    """The loss is the mean an example, whatever the size of the last batch."""
    for n, size in ((13, 6), (9, 4), (12, 4)):
        loader, found, model = _setting(charger, SansMemoire, n=n, size=size)
        model.eval()
        losses = [float(nn.functional.nll_loss(model(x)[0], y).detach()) for x, y in found]
        sizes = [len(y) for _x, y in found]
        expected = sum(a * b for a, b in zip(losses, sizes, strict=True)) / sum(sizes)
        for factor, loss in ((1.0, nn.NLLLoss()), (2.0, _Double())):
            got = number(_measured(evaluer, model, loader, loss)[0], _("the loss"))
            got /= factor
            if near(got, expected):
                continue
            for other, says in (
                (
                    sum(losses) / len(losses),
                    _(
                        "the mean of the batches' losses counts the examples of a small last "
                        "batch more than others: weigh each loss with the size of its batch"
                    ),
                ),
                (losses[-1], _("the loss of the last batch was returned: all of them count")),
                (
                    sum(losses) / sum(sizes),
                    _(
                        "losses that are means already were divided by the number of examples: "
                        "multiply each with the size of its batch first"
                    ),
                ),
                (sum(losses), _("the losses were added up: the mean was asked for")),
            ):
                assert not near(got, other), says
            assert not near(factor * got, expected), _(
                "the loss is not computed with the function `loss` that was passed"
            )
            raise AssertionError(
                _("the first number is not the mean loss an example over the loader")
            )


class _Double(nn.NLLLoss):
    def forward(self, input, target):
        return 2 * super().forward(input, target)


@check
def test_accuracy(evaluer, charger, SansMemoire):
    """The accuracy is the share of examples classified right, over the whole set."""
    for n, size in ((14, 6), (10, 4), (5, 2)):
        loader, found, model = _setting(charger, SansMemoire, n=n, size=size)
        model.eval()
        right = [(model(x)[0].argmax(1) == y).float() for x, y in found]
        expected = torch.cat(right).mean().item()
        result = _measured(evaluer, model, loader, nn.NLLLoss())
        got = number(result[1], _("the accuracy"))
        if near(got, expected):
            continue
        for other, says in (
            (
                torch.stack([r.mean() for r in right]).mean().item(),
                _(
                    "the mean of the batches' accuracies counts the examples of a small last "
                    "batch more than others: count over the whole set"
                ),
            ),
            (right[-1].mean().item(), _("the accuracy is that of the last batch alone")),
            (100 * expected, _("the accuracy is a percentage; a share between 0 and 1 was asked")),
            (torch.cat(right).sum().item(), _("the accuracy is a count: divide by the number")),
            (1 - expected, _("the errors were counted, not what is right")),
        ):
            assert not near(got, other), says
        raise AssertionError(
            _("the second number is not the share of examples whose most probable class is y")
        )


@check
def test_eval_mode(evaluer, charger, SansMemoire):
    """Measuring is done in eval mode, without gradients, and leaves the network as it was."""
    loader, found, model = _setting(charger, SansMemoire, n=30, size=8, dropout=0.5)
    has_dropout(twin(model), found[0][0])
    model.eval()
    still = [model(x)[0] for x, _y in found]
    model.train()
    before, loss = values(model), Recorder()
    _measured(evaluer, model, loader, loss)
    assert len(loss.given) == len(found), _(
        "loss was called {got} times for {wanted} batches: once a batch, on the output of the "
        "network"
    ).format(got=len(loss.given), wanted=len(found))
    assert agree(loss.given, still), _(
        "the network is measured in train mode, its dropout still at work: model.eval() first"
    )
    assert not any(loss.recording), _(
        "gradients are recorded while measuring: memory and time for nothing; put the loop under "
        "torch.no_grad()"
    )
    assert agree(values(model), before, 0.0), _(
        "measuring has changed the parameters: no backward, no step in evaluer"
    )
