"""Where a solution could claim what it does not do: kept values, repeated calls, true gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from corrige.checks._compare import close
from corrige.checks._messages import translate as _
from corrige.checks._random import seeded
from corrige.checks._twins import on_twins
from corrige.copying import deep_copy

_DIRECTIONS = 3


@dataclass(frozen=True)
class Snapshot:
    """The values that a model's parameters and buffers had."""

    values: dict[str, Tensor]

    def changes(self, model: nn.Module) -> list[str]:
        """Return the names of what is new, gone or different in `model`, in name order."""
        now = snapshot(model).values
        return sorted(
            name
            for name in self.values.keys() | now.keys()
            if name not in now or name not in self.values or not _same(self.values[name], now[name])
        )

    def assert_unchanged(self, model: nn.Module) -> None:
        """Raise AssertionError where `model` is not as it was, to the last bit."""
        changes = self.changes(model)
        assert not changes, _("forward modifies the parameters or buffers: {names}").format(
            names=", ".join(changes)
        )


def snapshot(model: nn.Module) -> Snapshot:
    """Return the values of the parameters and buffers of `model`, to compare with later."""
    named = [*model.named_parameters(), *model.named_buffers()]
    return Snapshot({name: tensor.detach().clone() for name, tensor in named})


def assert_deterministic(f: Callable[..., Any], x: Tensor | tuple[Tensor, ...]) -> None:
    """Three calls of `f` on equal arguments give equal results, whatever the generator's state.

    Put a model with dropout into `eval()` mode first.

    x: the argument, or a tuple of all of them; each call gets copies.
    """
    results = []
    for number in range(3):
        with seeded(number):
            results.append(_tensors(f(*(t.clone() for t in _arguments(x)))))
    first, *others = results
    for other in others:
        assert len(other) == len(first) and all(map(close, first, other)), _(
            "two calls with the same input give different results"
        )


def check_gradient(
    f: Callable[..., Any], x: Tensor | tuple[Tensor, ...], *, model: nn.Module | None = None
) -> None:
    """The gradients that `backward` gives are those of what `f` computes.

    They are compared with finite differences along random directions, taken in float64 where `f`
    can be called so, else in the precision of `x` and with the tolerance that it needs. This
    catches gradients that are made up, and those that miss a part because the graph is cut.

    Parameters
    ----------
    f: called as `f(*x)`; what counts are all floating tensors in its result.
    x: the argument, or a tuple of all of them.
    model: its parameters are varied with `x`, and `f` is called as `f(copy of model, *x)`, so
        that what a model keeps from call to call plays no part. The default is `f` itself where
        it is a module.
    """
    if model is None and isinstance(f, nn.Module):
        model, f = f, _call
    given = [t.detach() for t in _arguments(x)]
    weights: list[Tensor] = []

    def value(twin: nn.Module | None, arguments: list[Tensor]) -> Tensor:
        """Return the sum of the results with random weights, the same ones each time."""
        with seeded(0):
            found = _tensors(f(*arguments) if twin is None else f(twin, *arguments))
        if not weights:
            weights.extend(torch.randn_like(t).detach() for t in found)
        assert [t.shape for t in found] == [w.shape for w in weights], _(
            "two calls with the same input give different results"
        )
        total = torch.zeros((), dtype=torch.float64)
        for tensor, weight in zip(found, weights, strict=True):
            total = total + (tensor.double() * weight.double()).sum()
        return total

    twin = deep_copy(model)
    moved = [t.clone().requires_grad_() for t in given]
    learning = _parameters(twin)
    total = value(twin, moved)
    assert total.requires_grad, _("the result has no gradient: the graph is cut")
    total.backward()  # type: ignore[no-untyped-call]
    gradients = [_gradient(t) for t in (*moved, *learning)]
    norm = _norm(gradients)
    directions = [_direction(gradients) for _number in range(_DIRECTIONS)]

    def around(step: float, precise: bool) -> list[Callable[[], float]]:
        """Return what gives the value here, then those on both sides along each direction."""
        places = [_Place(given, None, 0.0, precise)]
        places += [_Place(given, d, s, precise) for d in directions for s in (step, -step)]
        programs = [partial(_value_at, value, place) for place in places]
        return on_twins(model, programs, arrange=[place.arrange for place in places])

    step, relative, absolute = 1e-5, 1e-3, 1e-7
    here, *ends = around(step, precise=True)
    if not _is_near(here, total):
        step, relative, absolute = 1e-2, 5e-2, 3e-4
        _here, *ends = around(step, precise=False)
    for number, direction in enumerate(directions):
        after, before = ends[2 * number](), ends[2 * number + 1]()
        difference = (after - before) / (2 * step)
        claimed = sum(float((g * d).sum()) for g, d in zip(gradients, direction, strict=True))
        # What a direction shows of a gradient is its length over the square root of the size.
        usual = norm / sum(g.numel() for g in gradients) ** 0.5
        allowed = relative * (usual + abs(difference)) + absolute * (1 + abs(after))
        assert abs(difference - claimed) <= allowed, _(
            "the gradient is not that of what is computed: moving the arguments and parameters a "
            "little does not change the result as backward says (a cut graph, or a backward of "
            "one's own?)"
        )


_Value = Callable[[nn.Module | None, list[Tensor]], Tensor]


def _direction(like: list[Tensor]) -> list[Tensor]:
    """Return a random direction of length 1."""
    direction = [torch.randn_like(t) for t in like]
    length = _norm(direction)
    return [d / length for d in direction]


def _is_near(here: Callable[[], float], total: Tensor) -> bool:
    """Whether what was computed in float64 is what was computed before."""
    try:
        finer = here()
    except Exception:  # whatever the student's code raises on what it did not expect
        return False
    return abs(finer - float(total.detach())) <= 1e-5 * (1 + abs(finer))


class _Place:
    """Arguments and parameters `step` along `direction` (over the former, then the latter)."""

    def __init__(
        self, given: list[Tensor], direction: list[Tensor] | None, step: float, precise: bool
    ) -> None:
        self.direction, self.step, self.precise = direction, step, precise
        self.dtype = torch.float64 if precise else torch.get_default_dtype()
        self.arguments = [t.to(torch.float64 if precise else t.dtype, copy=True) for t in given]
        if direction is not None:
            self._move(self.arguments, direction[: len(given)])

    def arrange(self, twin: nn.Module | None) -> None:
        if twin is None:
            return
        if self.precise:
            twin = twin.double()
        if self.direction is not None:
            self._move(_parameters(twin), self.direction[len(self.arguments) :])

    def _move(self, tensors: list[Tensor], direction: list[Tensor]) -> None:
        with torch.no_grad():
            for tensor, along in zip(tensors, direction, strict=True):
                tensor.add_(along.to(tensor.dtype), alpha=self.step)


def _value_at(value: _Value, place: _Place, twin: nn.Module | None) -> float:
    with _default_dtype(place.dtype), torch.no_grad():
        # Copies, since what is called may write into them, and may be called again.
        return float(value(twin, [t.clone() for t in place.arguments]))


@contextmanager
def _default_dtype(dtype: torch.dtype) -> Iterator[None]:
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def _call(model: nn.Module, *arguments: Tensor) -> Any:
    return model(*arguments)


def _parameters(model: nn.Module | None) -> list[Tensor]:
    return [] if model is None else [p for p in model.parameters() if p.requires_grad]


def _arguments(x: Tensor | tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    return x if isinstance(x, tuple) else (x,)


def _gradient(tensor: Tensor) -> Tensor:
    return torch.zeros_like(tensor) if tensor.grad is None else tensor.grad.detach()


def _norm(tensors: list[Tensor]) -> float:
    return float(torch.stack([t.double().norm() for t in tensors]).norm())


def _same(one: Tensor, other: Tensor) -> bool:
    return one.dtype == other.dtype and torch.equal(one, other)


def _tensors(value: Any) -> list[Tensor]:
    """Return the floating tensors in a result, in order."""
    if isinstance(value, Tensor):
        return [value] if value.is_floating_point() else []
    if isinstance(value, dict):
        return [tensor for item in value.values() for tensor in _tensors(item)]
    if isinstance(value, tuple | list):
        return [tensor for item in value for tensor in _tensors(item)]
    return []
