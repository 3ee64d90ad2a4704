"""Sizes of what a network returns."""

from __future__ import annotations

from collections.abc import Iterable

import torch

from corrige.checks._messages import translate as _
from corrige.checks._network import Network, Sizes


def has_shapes(network: Network, tried: Iterable[Sizes], shown: Sizes | None = None) -> None:
    """Output (B, C), or (T, B, C), and states (T, B, H), for every size in `tried`.

    shown: the sizes that the statement has for an example. A network that works with these alone
    is told that it holds one of them.
    """
    models = [(s, network.build(s)) for s in tried]
    shapes = {tuple(tuple(p.shape) for p in model.parameters()) for _s, model in models}
    # Two draws may agree in D, H and C. Layers hidden from PyTorch (no shapes) show nothing here.
    varied = len({(s.D, s.H, s.C) for s, _model in models}) > 1
    assert not varied or shapes == {()} or len(shapes) > 1, _(
        "the layers have the same sizes whatever {name} is built with: numbers written by hand "
        "instead of input_size, hidden_size and output_size?"
    ).format(name=network.name)
    for s, model in models:
        try:
            run = network.run(model, torch.randn(s.T, s.B, s.D))
        except AssertionError:
            if shown is not None:
                _only_for(network, shown, s)
            raise
        assert run.output.shape[-1] == s.C, _(
            "the output must have {C} columns, one a class; got {got} "
            "(is the output layer built from hidden_size to output_size?)"
        ).format(C=s.C, got=run.output.shape[-1])
        if network.output == "each":
            assert run.output.shape[0] == s.T, _(
                "many-to-many: one output a step was expected ({T}), got {got}"
            ).format(T=s.T, got=run.output.shape[0])
        assert run.states.shape == (s.T, s.B, s.H), _(
            "the states must have size ({T}, {B}, {H}); got {got}"
        ).format(got=tuple(run.states.shape), **s._asdict())


def _only_for(network: Network, shown: Sizes, s: Sizes) -> None:
    try:
        network.run(network.build(shown), torch.randn(shown.T, shown.B, shown.D))
    except AssertionError:
        return
    raise AssertionError(
        _(
            "{name} works with the sizes of the statement and fails for T={T}, B={B}, D={D}, "
            "H={H}, C={C}: a size is written as a number instead of being read from the arguments"
        ).format(name=network.name, **s._asdict())
    )
