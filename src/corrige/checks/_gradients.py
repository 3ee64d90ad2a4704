"""Learning: every weight is a parameter, and gradients flow back to the first step."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from corrige.checks._honesty import check_gradient
from corrige.checks._messages import translate as _
from corrige.checks._network import Network, Sizes
from corrige.checks._twins import on_twins

# Many examples, so that no draw has an activation cut the gradient of all of them.
_SIZES = Sizes(T=4, B=20, D=5, H=6, C=3)


def every_parameter_learns(network: Network) -> None:
    """The weights of all three maps are parameters, and each gets a gradient from the output."""
    s = _SIZES
    model = network.build(s)
    count = sum(p.numel() for p in model.parameters())
    needed = network.gates * s.H * (s.D + s.H) + s.C * s.H
    assert count >= needed, _(
        "{count} trainable weights for (input, hidden, output) sizes ({D}, {H}, {C}), at least "
        "{needed} are needed: a layer is missing, or is hidden from PyTorch (in a Python list, or "
        "created inside forward) instead of being an attribute set in __init__"
    ).format(count=count, needed=needed, **s._asdict())
    frozen = [name for name, p in model.named_parameters() if not p.requires_grad]
    assert not frozen, _("parameters that can never learn (requires_grad=False): {names}").format(
        names=", ".join(frozen)
    )
    torch.autograd.backward(_scalar(network.run(model, torch.randn(s.T, s.B, s.D)).output))
    sizes = {
        name: 0.0 if p.grad is None else p.grad.abs().max().item()
        for name, p in model.named_parameters()
    }
    # A gradient that is zero in truth comes out as rounding, far below all others.
    idle = [name for name, size in sizes.items() if not size > 1e-6 * max(sizes.values())]
    assert not idle, _(
        "parameters that get no gradient from the output: {names}. Either they are not used, or "
        "the graph is cut on the way (detach, .data, no_grad)"
    ).format(names=", ".join(idle))
    _step_is_true(network, model)


def gradient_reaches_every_step(network: Network) -> None:
    """The output's gradient reaches x_0, through all the steps between."""
    model = network.build(_SIZES)
    x = torch.randn(_SIZES.T, _SIZES.B, _SIZES.D, requires_grad=True)
    run = network.run(model, x)
    output = run.output
    last = output if network.output == "last" else output[-1]
    loss = _scalar(last)
    assert loss.grad_fn is not None, _cut()
    torch.autograd.backward(loss)
    assert x.grad is not None, _cut()
    for t in range(len(x)):
        assert x.grad[t].abs().sum() > 0, (
            _cut()
            if t < len(x) - 1
            else _("the output does not depend on the last input of the sequence")
        )
    states = run.given[1]
    # States of a wrong size or kind cost the checks that are about them.
    assert not isinstance(states, Tensor) or states.requires_grad, _(
        "the states that are returned are cut off from the graph (detach or .data?): a loss "
        "computed from them would teach the network nothing"
    )
    check_gradient(lambda twin, x: network.run(twin, x).output, x, model=model)


def _step_is_true(network: Network, model: nn.Module) -> None:
    """The gradients of the parameters are those of what one step computes from a given state.

    Where a cut between steps plays no part, so that it costs the checks that are about it alone.
    """
    s = _SIZES
    x, h, c = torch.randn(1, s.B, s.D), torch.randn(s.B, s.H), torch.randn(s.B, s.H)

    def output(twin: nn.Module, *, state: bool = True) -> Tensor:
        like = next(twin.parameters())
        # Copies, since what is called may write into them, and is called more than once.
        first, memory = h.to(like, copy=True), c.to(like, copy=True)
        given = first if network.state == "h" else (first, memory)
        return network.run(twin, x.to(like, copy=True), given if state else None).output

    (tried,) = on_twins(model, [output])
    try:
        tried()
    except AssertionError:
        # A network that takes no state loses other checks for it.
        check_gradient(lambda twin: output(twin, state=False), (), model=model)
    else:
        check_gradient(output, (), model=model)


def _cut() -> str:
    return _(
        "the gradient of the output does not reach the first step: the graph is cut (detach, "
        ".data, .item() or no_grad on the state), or the state is not carried, so the network "
        "cannot learn from the past"
    )


def _scalar(output: Tensor) -> Tensor:
    # A plain sum would be blind: over log-probabilities or normalised values it can be constant.
    return (output * torch.randn_like(output)).sum()
