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
    states = network.first_run(model, x).states
    alone = torch.cat([network.first_run(model, x[t : t + 1]).states for t in range(len(x))])
    assert differ(states[1:], alone[1:]), _(
        "the hidden state is reset to zero at every step: what the network has seen before is "
        "lost, so it is not recurrent"
    )
    for t in range(1, len(x)):
        changed = x.clone()
        changed[t - 1] = torch.randn_like(x[t - 1])
        assert differ(network.first_run(model, changed).states[t], states[t]), _(
            "the state at step t does not depend on the input at step t-1: the state is not "
            "carried from one step to the next"
        )
        changed = x.clone()
        changed[t] = torch.randn_like(x[t])
        assert differ(network.first_run(model, changed).states[t], states[t]), _(
            "the state at step t does not depend on the input at step t: is the loop reading "
            "input[t]?"
        )


def is_causal(network: Network) -> None:
    """Changing x_t changes no h_s with s < t."""
    model, x = network.build(_SHORT), _input(_SHORT)
    states = network.first_run(model, x).states
    for t in range(1, len(x)):
        changed = x.clone()
        changed[t:] = torch.randn_like(x[t:])
        assert close(network.first_run(model, changed).states[:t], states[:t]), _(
            "a state depends on inputs that come after it: the sequence is read in the wrong "
            "direction, or in both, or the states are returned in the wrong order"
        )


def batch_is_independent(network: Network) -> None:
    """An example gives the same output and states alone as among others."""
    model, x = network.build(_SHORT), _input(_SHORT)
    together = network.first_run(model, x)
    for b in range(x.shape[1]):
        alone = network.first_run(model, x[:, b : b + 1])
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
    given = network.first_run(model, x, _state(network, _SHORT))
    assert differ(given.states[0], network.first_run(model, x).states[0]), _(
        "the initial state passed as `hidden` is ignored: forward must start from it and build "
        "one only where it is None"
    )


def uses_given_cell_state(network: Network) -> None:
    """Of the pair (h, c) passed in, each part is used."""
    model, x = network.build(_SHORT), _input(_SHORT)
    h, c = torch.randn(_SHORT.B, _SHORT.H), torch.randn(_SHORT.B, _SHORT.H)
    both = network.first_run(model, x, (h, c)).states[0]
    for other, part in (((-h, c), "h"), ((h, -c), "c")):
        assert differ(network.first_run(model, x, other).states[0], both), _(
            "the part {part} of the state (h, c) passed as `hidden` is ignored: the state of an "
            "LSTM is the pair"
        ).format(part=part)


def no_hidden_means_zeros(network: Network) -> None:
    """forward(x) gives what forward(x, zeros) gives."""
    model, x = network.build(_SHORT), _input(_SHORT)
    zeros = torch.zeros(_SHORT.B, _SHORT.H)
    without = network.first_run(model, x)
    given = network.first_run(model, x, zeros if network.state == "h" else (zeros, zeros.clone()))
    assert close(without.states, given.states) and close(without.output, given.output), _(
        "without `hidden`, the first state must be zeros: the result differs from the one with "
        "zeros passed in"
    )


def splits_anywhere(network: Network) -> None:
    """A sequence cut in two, its state handed on, gives what the whole sequence gives."""
    model, x = network.build(_SHORT), _input(_SHORT)
    whole = network.first_run(model, x)
    for cut in range(1, len(x)):
        head = network.first_run(model, x[:cut])
        tail = network.first_run(model, x[cut:], head.states[-1])
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


def _state(network: Network, s: Sizes) -> State:
    h = torch.randn(s.B, s.H)
    return h if network.state == "h" else (h, torch.randn(s.B, s.H))


def _joined(network: Network, head: Tensor, tail: Tensor) -> Tensor:
    return tail if network.output == "last" else torch.cat([head, tail])
