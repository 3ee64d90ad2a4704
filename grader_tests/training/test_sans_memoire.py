"""Exercise 3, first part: SansMemoire, which tells nothing of the past."""

import torch
from torch import Tensor

from corrige.checks import check, close, differ
from corrige.checks import translate as _
from grader_tests.training.dropout import acts_on_inputs
from grader_tests.training.setting import trainable


@check
def test_contract(SansMemoire):
    """The output is the log-softmax of the last step's scores; the past has no part in it."""
    for T, B, D, C in ((6, 4, 9, 7), (2, 5, 6, 3), (1, 2, 5, 4)):
        model = trainable(SansMemoire(D, C))
        x = torch.randn(T, B, D)
        output, scores = model(x)
        assert isinstance(output, Tensor) and isinstance(scores, Tensor), _(
            "forward must return two tensors, output and states"
        )
        assert output.shape == (B, C), _(
            "the output has size {got} instead of (B, C) = {wanted}: one row a sequence, of the "
            "last step alone"
        ).format(got=tuple(output.shape), wanted=(B, C))
        assert scores.shape == (T, B, C), _(
            "the states have size {got} instead of (T, B, C) = {wanted}: the scores of every step"
        ).format(got=tuple(scores.shape), wanted=(T, B, C))
        assert not close(output, scores[-1]), _(
            "the output is the scores themselves: log-probabilities were expected, and the states "
            "hold scores that nothing has normalised"
        )
        assert not close(output.sum(1), torch.ones(B)), _(
            "the output holds probabilities; log-probabilities were expected (LogSoftmax)"
        )
        assert close(output.exp().sum(1), torch.ones(B)), _(
            "the output does not hold log-probabilities over the classes (the last axis)"
        )
        assert close(output, scores[-1].log_softmax(-1)), _(
            "the output is not the log-softmax of the scores of the last step, states[-1]"
        )
        zero = model(torch.zeros_like(x))[1]
        assert differ(zero, torch.zeros_like(zero)), _("the linear layer has no bias")
        assert close(model(-x)[1] + scores, 2 * zero), _(
            "the scores are not a linear function of the input of their step: one nn.Linear, "
            "without activation"
        )
        if T > 1:
            changed = x.clone()
            changed[:-1] = torch.randn(T - 1, B, D)
            assert close(model(changed)[1][-1], scores[-1]), _(
                "the scores of the last step depend on the steps before: this network is to have "
                "no memory"
            )
        x.requires_grad_()
        model(x)[0][:, 0].sum().backward()
        assert all(p.grad is not None and p.grad.any() for p in model.parameters()), _(
            "a parameter gets no gradient from the output: is it used?"
        )
        assert x.grad is not None and bool(x.grad[-1].any()), _(
            "the gradient does not flow back to the input (detach, .data, no_grad?)"
        )


@check
def test_dropout(SansMemoire):
    """Dropout acts on the inputs in train mode, never in eval mode, not at all by default."""
    D, C = 9, 5

    def build(**kwargs):
        return trainable(SansMemoire(D, C, **kwargs))

    acts_on_inputs(build, "SansMemoire", torch.randn(3, 8, D))
