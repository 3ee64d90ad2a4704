"""A forward is a function: same input, same result, and it changes nothing."""

from __future__ import annotations

import torch

from corrige.checks._compare import close
from corrige.checks._honesty import snapshot
from corrige.checks._messages import translate as _
from corrige.checks._network import Network, Run, Sizes
from corrige.checks._random import seeded

_SIZES = Sizes(T=4, B=3, D=5, H=6, C=2)


def nothing_is_kept_between_calls(network: Network) -> None:
    """A second call with the same input gives the same result, whatever came between."""
    model, x = network.build(_SIZES), torch.randn(_SIZES.T, _SIZES.B, _SIZES.D)
    first, again = _seeded_run(network, model, x, 1), _seeded_run(network, model, x, 2)
    if not close(first.states, again.states):
        assert not close(again.states, _seeded_run(network, model, x, 2).states), _(
            "two calls with the same input give different results: a layer is created inside "
            "forward, with fresh random weights at each call (layers belong in __init__), or noise "
            "is drawn there (a random state, dropout)"
        )
        raise AssertionError(
            _(
                "two calls with the same input give different results: the last state of a call is "
                "kept for the next one (self.hidden?); a new sequence starts from a new state"
            )
        )
    assert close(first.output, again.output), _(
        "two calls with the same input give different outputs: a layer created inside forward?"
    )
    network.run(model, torch.randn(_SIZES.T + 2, _SIZES.B, _SIZES.D))
    after = network.run(model, x)
    assert close(first.states, after.states) and close(first.output, after.output), _(
        "a call with another sequence changes the result of the next one: a state leaks from "
        "one call to the other"
    )


def inputs_are_left_alone(network: Network) -> None:
    """forward changes neither its input, nor the state given to it, nor the parameters."""
    model, x = network.build(_SIZES), torch.randn(_SIZES.T, _SIZES.B, _SIZES.D)
    h, c = torch.randn(_SIZES.B, _SIZES.H), torch.randn(_SIZES.B, _SIZES.H)
    kept = [t.clone() for t in (x, h, c)]
    before = snapshot(model)
    # Behind the wall the student's code works on copies: have what it changes there shown here.
    for thing in (model, x, h, c):
        thing._corrige_may_change = True  # type: ignore[union-attr]
    network.run(model, x, h if network.state == "h" else (h, c))
    assert torch.equal(x, kept[0]), _("forward modifies its input in place")
    assert torch.equal(h, kept[1]) and torch.equal(c, kept[2]), _(
        "forward modifies the initial state in place: `hidden = …` makes a new tensor, "
        "`hidden += …` and `hidden[:] = …` write into the caller's"
    )
    before.assert_unchanged(model)


def _seeded_run(network: Network, model: torch.nn.Module, x: torch.Tensor, seed: int) -> Run:
    """Run under a generator of known state: fresh weights come out equal, a kept state does not."""
    with seeded(seed):
        return network.run(model, x)
