"""What makes a network recurrent: a state, carried from step to step, one way in time."""

from __future__ import annotations

import torch
from torch import Tensor

from corrige.checks._compare import close, differ
from corrige.checks._messages import translate as _
from corrige.checks._network import Network, Sizes, State

# Short on purpose: what x_0 does to a late state fades below rounding for a right network too.
_SHORT = Sizes(T=4, B=3, D=5, H=6, C=2)


def state_is_carried(network: Network) -> None:
    """h_t depends on every x_s with s <= t, not on x_t alone."""
    model, x = network.build(_SHORT), _input(_SHORT)
    steps = range(1, len(x))
    given = [x, *(x[t : t + 1] for t in range(len(x)))]
    given += [_with_another_step(x, s) for t in steps for s in (t - 1, t)]
    whole, *runs = network.first_runs(model, [(one, None) for one in given])
    states = whole().states
    alone = torch.cat([runs.pop(0)().states for _step in x])
    assert differ(states[1:], alone[1:]), _(
        "the hidden state is reset to zero at every step: what the network has seen before is "
        "lost, so it is not recurrent"
    )
    for t in steps:
        assert differ(runs.pop(0)().states[t], states[t]), _(
            "the state at step t does not depend on the input at step t-1: the state is not "
            "carried from one step to the next"
        )
        assert differ(runs.pop(0)().states[t], states[t]), _(
            "the state at step t does not depend on the input at step t: is the loop reading "
            "input[t]?"
        )


def is_causal(network: Network) -> None:
    """Changing x_t changes no h_s with s < t."""
    model, x = network.build(_SHORT), _input(_SHORT)
    steps = range(1, len(x))
    given = [x, *(torch.cat([x[:t], torch.randn_like(x[t:])]) for t in steps)]
    whole, *others = network.first_runs(model, [(one, None) for one in given])
    states = whole().states
    for t, other in zip(steps, others, strict=True):
        assert close(other().states[:t], states[:t]), _(
            "a state depends on inputs that come after it: the sequence is read in the wrong "
            "direction, or in both, or the states are returned in the wrong order"
        )


def batch_is_independent(network: Network) -> None:
    """An example gives the same output and states alone as among others."""
    model, x = network.build(_SHORT), _input(_SHORT)
    given = [x, *(x[:, b : b + 1] for b in range(x.shape[1]))]
    first, *others = network.first_runs(model, [(one, None) for one in given])
    together = first()
    for b, other in enumerate(others):
        alone = other()
        assert close(alone.states, together.states[:, b : b + 1]), _(
            "the states of an example depend on the other examples of the batch: are the axes "
            "of time and batch taken for each other?"
        )
        one = slice(b, b + 1)
        output = together.output[one] if network.output == "last" else together.output[:, one]
        assert close(alone.output, output), _(
            "the output for an example depends on the other examples of the batch: is the "
            "normalisation over the batch instead of the classes?"
        )


def uses_given_hidden(network: Network) -> None:
    """The initial state that is passed in is used."""
    model, x = network.build(_SHORT), _input(_SHORT)
    given, without = network.first_runs(model, [(x, _state(network, _SHORT)), (x, None)])
    assert differ(given().states[0], without().states[0]), _(
        "the initial state passed as `hidden` is ignored: forward must start from it and build "
        "one only where it is None"
    )


def uses_given_cell_state(network: Network) -> None:
    """Of the pair (h, c) passed in, each part is used."""
    model, x = network.build(_SHORT), _input(_SHORT)
    h, c = torch.randn(_SHORT.B, _SHORT.H), torch.randn(_SHORT.B, _SHORT.H)
    first, *others = network.first_runs(model, [(x, (h, c)), (x, (-h, c)), (x, (h, -c))])
    both = first().states[0]
    for other, part in zip(others, "hc", strict=True):
        assert differ(other().states[0], both), _(
            "the part {part} of the state (h, c) passed as `hidden` is ignored: the state of an "
            "LSTM is the pair"
        ).format(part=part)
    # In an LSTM a unit's memory acts on that unit alone in the step at hand; h acts on all.
    moved = c.clone()
    moved[:, 0] += 1
    unit = network.first_run(model, x[:1], (h, moved)).states[0]
    assert close(unit[:, 1:], both[:, 1:]), _(
        "the two parts of the state passed as `hidden` are exchanged: it is (h, c), in this order"
    )


def memory_is_carried(network: Network) -> None:
    """The memory c computed at one step is used at the next: neither zeros nor the first one."""
    model, x = network.build(_SHORT), _input(_SHORT)
    h, c = torch.randn(_SHORT.B, _SHORT.H), torch.randn(_SHORT.B, _SHORT.H)
    states = network.first_run(model, x[:2], (h, c)).states
    others = [(x[1:2], (states[0], memory)) for memory in (torch.zeros_like(c), c)]
    zero, first = (run().states[0] for run in network.first_runs(model, others))
    assert differ(states[1], zero), _(
        "the memory c is lost from one step to the next: the state handed on is the pair (h, c)"
    )
    assert differ(states[1], first), _("the memory c stays the first one: each step gives a new c")


def no_hidden_means_zeros(network: Network) -> None:
    """forward(x) gives what forward(x, zeros) gives."""
    model, x = network.build(_SHORT), _input(_SHORT)
    zeros = torch.zeros(_SHORT.B, _SHORT.H)
    state = zeros if network.state == "h" else (zeros, zeros.clone())
    without, given = (run() for run in network.first_runs(model, [(x, None), (x, state)]))
    assert close(without.states, given.states) and close(without.output, given.output), _(
        "without `hidden`, the first state must be zeros: the result differs from the one with "
        "zeros passed in"
    )


def splits_anywhere(network: Network) -> None:
    """A sequence cut in two, its state handed on, gives what the whole sequence gives."""
    model, x = network.build(_SHORT), _input(_SHORT)
    cuts = range(1, len(x))
    whole, *heads = (
        run() for run in network.first_runs(model, [(x, None), *((x[:cut], None) for cut in cuts)])
    )
    given = [(x[cut:], head.states[-1].clone()) for cut, head in zip(cuts, heads, strict=True)]
    for head, run in zip(heads, network.first_runs(model, given), strict=True):
        tail = run()
        assert close(torch.cat([head.states, tail.states]), whole.states), _(
            "the sequence cut in two, the last state of the first part given to the second, does "
            "not give the states of the whole sequence"
        )
        assert close(_joined(network, head.output, tail.output), whole.output), _(
            "the sequence cut in two, the last state of the first part given to the second, does "
            "not give the output of the whole sequence"
        )


def state_is_bounded(network: Network) -> None:
    """The states lie in [-1, 1] and come near its ends under strong inputs: tanh was applied."""
    model = network.build(_SHORT)
    states = network.first_run(model, 100 * _input(_SHORT)).states.detach()
    assert states.abs().max() <= 1 + 1e-5, _(
        "states outside [-1, 1]: the activation tanh is missing (or is another function)"
    )
    assert states.min() < -0.5 and states.max() > 0.5, _(
        "states never come near -1 and 1 even for strong inputs: is the activation tanh?"
    )


def _input(s: Sizes) -> Tensor:
    return torch.randn(s.T, s.B, s.D)


def _with_another_step(x: Tensor, t: int) -> Tensor:
    changed = x.clone()
    changed[t] = torch.randn_like(x[t])
    return changed


def _state(network: Network, s: Sizes) -> State:
    h = torch.randn(s.B, s.H)
    return h if network.state == "h" else (h, torch.randn(s.B, s.H))


def _joined(network: Network, head: Tensor, tail: Tensor) -> Tensor:
    return tail if network.output == "last" else torch.cat([head, tail])
