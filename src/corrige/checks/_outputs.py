"""What the output stands for: log-probabilities or raw scores, and of which state."""

from __future__ import annotations

import torch
from torch import Tensor

from corrige.checks._compare import close, differ
from corrige.checks._messages import translate as _
from corrige.checks._network import Network, Run, Sizes

# B and C differ and are above 2, so that a sum over the wrong axis cannot come out as 1.
_SIZES = Sizes(T=4, B=5, D=6, H=7, C=3)


def log_probabilities(network: Network) -> None:
    """For each example, the exponentials of the output sum to 1 over the classes."""
    output = _output(network)
    total = output.exp().sum(-1)
    if close(total, torch.ones_like(total)):
        return
    assert not _ones(output.exp().sum(-2)), _(
        "the output is normalised over the batch instead of the classes: LogSoftmax(dim=1) on a "
        "tensor (1, B, C) runs over B; the classes are the last axis (dim=-1)"
    )
    assert not (network.output == "each" and _ones(output.exp().sum(0))), _(
        "the output is normalised over time instead of the classes: the classes are the last axis "
        "(dim=-1)"
    )
    assert not _ones(output.sum(-1)), _(
        "the output holds probabilities, log-probabilities were expected: LogSoftmax, not Softmax"
    )
    raise AssertionError(
        _(
            "the output does not hold log-probabilities: for each example their exponentials must "
            "sum to 1 over the classes (is LogSoftmax applied?)"
        )
    )


def raw_scores(network: Network) -> None:
    """The output is what CrossEntropyLoss wants: scores that nothing has normalised yet."""
    output = _output(network)
    assert not _ones(output.exp().sum(-1)), _(
        "the output is already log-probabilities: CrossEntropyLoss applies LogSoftmax itself, it "
        "wants raw scores"
    )
    assert not (_ones(output.sum(-1)) and bool((output >= 0).all())), _(
        "the output is already probabilities: after a Softmax, CrossEntropyLoss normalises a "
        "second time and learns badly; it wants raw scores"
    )


def output_is_of_last_state(network: Network) -> None:
    """The output of a sequence is the one its last step gives from the state before it."""
    model = network.build(_SIZES)
    x = torch.randn(_SIZES.T, _SIZES.B, _SIZES.D)
    whole, first = (run() for run in network.first_runs(model, [(x, None), (x[:1], None)]))
    last = network.first_run(model, x[-1:], whole.states[-2])
    assert differ(whole.output, first.output), _(
        "the output is that of the first step: it must be computed from the last state"
    )
    assert close(whole.output, last.output), _(
        "the output is not computed from the last state (from the first one, or from a mean or "
        "sum of all?)"
    )


def output_is_read_from_states(network: Network) -> None:
    """Score differences between classes are affine in the state h they are read from.

    This is so for any output layer that is linear, before or after LogSoftmax, and can be judged
    where the state cannot be handed on (an LSTM returns h, not c).
    """
    s = _SIZES._replace(B=4 * _SIZES.H)
    run = network.first_run(network.build(s), 2 * torch.randn(s.T, s.B, s.D))
    output = _of_last_step(run).detach().double()
    scores = _differences(output)

    def misfit(h: Tensor, scores: Tensor = scores) -> float:
        off = _with_ones(h) @ _affine(h, scores) - scores
        return float(off.norm() / scores.norm().clamp_min(1e-12))

    if misfit(run.states[-1]) < 1e-3:
        return
    # Values whose logarithms differ as scores do were probabilities, up to what LogSoftmax shifts.
    chances = output - output.mean(-1, keepdim=True) + 1 / output.shape[-1]
    logs = chances.clamp_min(1e-9).log()
    assert misfit(run.states[-1], _differences(logs)) > 1e-3, _(
        "a Softmax is applied to the scores before what comes last: LogSoftmax and "
        "CrossEntropyLoss want the raw scores of the output layer"
    )
    assert misfit(run.states[0]) > 1e-3, _(
        "the output is that of the first step: it must be computed from the last state"
    )
    raise AssertionError(
        _(
            "the output is not computed from the last state h by the output layer (from the memory "
            "c of the LSTM, from another step, or from a mean of all?)"
        )
    )


def has_biases(network: Network) -> None:
    """The recurrence and the output layer have a bias: from zeros, not everything stays zero.

    One bias in the recurrence is enough, whatever it is added to. One that starts at zero and is
    no parameter is none.
    """
    s = _SIZES._replace(B=64, H=32)  # wide: of so many biases under a relu, one is positive
    model = network.build(s)
    zero = network.first_run(model, torch.zeros(s.T, s.B, s.D)).states[0]
    assert zero.abs().max() > 1e-6, _(
        "an input of zeros leaves the state at zero: the recurrence has no bias (bias=False?)"
    )
    run = network.first_run(model, 2 * torch.randn(s.T, s.B, s.D))
    *_weights, bias = _affine(run.states[-1], _differences(_of_last_step(run)))
    assert bias.abs().max() > 1e-3, _(
        "the output layer has no bias (bias=False?): where the state is zero, it cannot prefer a "
        "class"
    )


def outputs_are_causal(network: Network) -> None:
    """The output at step t depends on x_0 … x_t, on each of them, and on nothing later."""
    model = network.build(_SIZES)
    x = torch.randn(_SIZES.T, _SIZES.B, _SIZES.D)
    given = [x, *(_with_another_step(x, t) for t in range(len(x)))]
    first, *others = network.first_runs(model, [(one, None) for one in given])
    output = first().output
    for t, run in enumerate(others):
        other = run().output
        assert t == 0 or close(other[:t], output[:t]), _(
            "an output depends on inputs that come after it"
        )
        assert differ(other[t], output[t]), _(
            "the output at step t does not depend on the input at step t: is the same output (the "
            "last one) repeated, or the order lost?"
        )
        assert t == len(x) - 1 or differ(other[t + 1], output[t + 1]), _(
            "the output at step t does not depend on the input at step t-1: the state is not "
            "carried from one step to the next"
        )


def _of_last_step(run: Run) -> Tensor:
    return run.output if run.network.output == "last" else run.output[-1]


def _differences(scores: Tensor) -> Tensor:
    """Each class against the first one, which no normalisation changes."""
    scores = scores.detach().double()
    return scores[:, 1:] - scores[:, :1]


def _with_ones(h: Tensor) -> Tensor:
    return torch.cat([h.detach().double(), torch.ones(len(h), 1, dtype=torch.float64)], dim=1)


def _affine(h: Tensor, scores: Tensor) -> Tensor:
    """Return the weights, and in the last row the bias, that lead from h to scores."""
    found: Tensor = torch.linalg.lstsq(_with_ones(h), scores, driver="gelsd").solution
    return found


def _with_another_step(x: Tensor, t: int) -> Tensor:
    changed = x.clone()
    changed[t] = torch.randn_like(x[t])
    return changed


def _output(network: Network) -> Tensor:
    s = _SIZES
    return network.first_run(network.build(s), torch.randn(s.T, s.B, s.D)).output.detach()


def _ones(total: Tensor) -> bool:
    return close(total, torch.ones_like(total))
