"""One thin adapter between checks and recurrent classes of any shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NamedTuple

import torch
from torch import Tensor, nn

from corrige.checks._messages import translate as _
from corrige.checks._twins import on_twins

State = Tensor | tuple[Tensor, Tensor]


class Sizes(NamedTuple):
    """T steps, B examples, D inputs, H hidden units, C classes."""

    T: int
    B: int
    D: int
    H: int
    C: int


@dataclass(frozen=True)
class Run:
    """What one forward gave, each part checked when it is asked for.

    A check that looks at the states alone is then no stricter than it says: a wrong output costs
    only the checks of the output.
    """

    network: Network
    steps: int
    batch: int
    given: tuple[Any, Any]

    @property
    def output(self) -> Tensor:
        """The output, (B, C), or (T, B, C) where there is one at every step."""
        output = self._tensor(self.given[0], _("the output"))
        each = self.network.output == "each"
        if not each and self.network.extra_axis and output.dim() == 3 and len(output) == 1:
            output = output.squeeze(0)
        wanted = (self.steps, self.batch) if each else (self.batch,)
        assert not self._exchanged(), _(
            "{name}.forward returns the states first: the output comes first, the states second"
        ).format(name=self.network.name)
        assert output.dim() == len(wanted) + 1 and output.shape[:-1] == wanted, _(
            "the output of {name} has size {got}, ({wanted}, C) was expected"
        ).format(name=self.network.name, got=_size(output), wanted=", ".join(map(str, wanted)))
        return output

    @property
    def states(self) -> Tensor:
        """The states of all steps, (T, B, H)."""
        states = self._tensor(self.given[1], _("the states"))
        assert states.dim() == 3 and states.shape[:2] == (self.steps, self.batch), _(
            "{name} must return the states of all steps, of size ({T}, {B}, H): one state a step "
            "(torch.stack, or unsqueeze and torch.cat); got {got}"
        ).format(name=self.network.name, T=self.steps, B=self.batch, got=_size(states))
        return states

    def _tensor(self, value: Any, what: str) -> Tensor:
        assert isinstance(value, Tensor), _("{what} of {name} must be a tensor").format(
            what=what, name=self.network.name
        )
        assert value.is_floating_point(), _(
            "{what} of {name} must hold real numbers, not whole ones ({dtype})"
        ).format(what=what, name=self.network.name, dtype=value.dtype)
        return value

    def _exchanged(self) -> bool:
        """Whether what came first looks like the states, what came second like the output."""
        shapes = [tuple(value.shape) for value in self.given if isinstance(value, Tensor)]
        return (
            self.network.output == "last"
            and [len(shape) for shape in shapes] == [3, 2]
            and shapes[0][:2] == (self.steps, self.batch)
            and shapes[1][0] == self.batch
        )


@dataclass(frozen=True)
class Network:
    """A student's class and how it is to be called.

    Attributes
    ----------
    build_from: called as `build_from(input_size, hidden_size, output_size)`.
    output: "last" for one output (B, C) a sequence, "each" for (T, B, C).
    state: "h", or "hc" where the state is a pair (h, c) as in an LSTM.
    gates: how many times H rows the recurrent layer has: 1 (RNN), 3 (GRU), 4 (LSTM).
    extra_axis: whether an output (1, B, C) is as good as (B, C).
    """

    build_from: Callable[..., Any]
    output: Literal["last", "each"] = "last"
    state: Literal["h", "hc"] = "h"
    gates: int = 1
    extra_axis: bool = False

    def build(self, s: Sizes) -> nn.Module:
        """Return a new network of these sizes whose weights the check has drawn.

        Drawing them here makes checks independent of how a student initialises: matrices get
        variance 1/fan_in, vectors a standard deviation of 0.3, so that signals neither vanish
        nor saturate over the few steps that checks run.
        """
        try:
            model = self.build_from(s.D, s.H, s.C)
        except Exception as error:
            raise AssertionError(
                _("{name}({D}, {H}, {C}) cannot be built: {error}").format(
                    name=self.name, error=_told(error), **s._asdict()
                )
            ) from error
        assert isinstance(model, nn.Module), _("{name} is not a subclass of nn.Module").format(
            name=self.name
        )
        with torch.no_grad():
            for parameter in model.parameters():
                scale = parameter.shape[-1] ** -0.5 if parameter.dim() > 1 else 0.3
                parameter.copy_(torch.randn_like(parameter) * scale)
        return model

    def run(self, model: nn.Module, x: Tensor, hidden: State | None = None) -> Run:
        """Return what `model` gives on `x` (T, B, D) from `hidden` (B, H), or a pair of such.

        `hidden` is offered as (B, H) and, where that is refused, as (1, B, H), the layout of
        torch's own recurrent modules. Raises AssertionError, in the student's words, where
        forward fails or returns something else than an output and the states.
        """
        if hidden is None:
            return self._call(model, x)
        wider: State
        if isinstance(hidden, tuple):
            wider = (hidden[0].unsqueeze(0), hidden[1].unsqueeze(0))
        else:
            wider = hidden.unsqueeze(0)
        try:
            run = self._call(model, x, hidden)
            if _fits(run):
                return run
        except AssertionError as error:
            try:
                return self._call(model, x, wider)
            except AssertionError as second:
                # Built on torch's module, (1, B, H) was the layout to expect.
                told = second if self.extra_axis else error
                self._without_state(model, x, hidden)
                raise told from told.__cause__
        try:
            other = self._call(model, x, wider)
        except AssertionError:
            return run
        return other if _fits(other) else run

    def first_run(self, model: nn.Module, x: Tensor, hidden: State | None = None) -> Run:
        """Return what `run` gives on an untouched twin of `model`, random numbers held fixed.

        What a wrong network keeps from call to call, or draws anew in each, then stays out of the
        checks that are about something else. No gradient reaches the parameters of `model`.
        """
        return self.first_runs(model, [(x, hidden)])[0]()

    def first_runs(
        self, model: nn.Module, given: Iterable[tuple[Tensor, State | None]]
    ) -> list[Callable[[], Run]]:
        """Return, for each pair (x, hidden), what gives the `first_run` on it or fails as that.

        Behind the wall many cost little more than one. Draw no random numbers and change neither
        the model nor the tensors before all are asked for.
        """
        return on_twins(model, [partial(self.run, x=x, hidden=hidden) for x, hidden in given])

    def _without_state(self, model: nn.Module, x: Tensor, hidden: State) -> None:
        """Say so where a network that refuses an initial state works without one."""
        try:
            self._call(model, x)
        except AssertionError:
            return
        raise AssertionError(
            _(
                "{name}.forward works without an initial state and fails when it is given one, of "
                "size {size} or with a leading axis of 1: it needs an argument `hidden`; one layer "
                "in one direction takes such a state, time comes first in the input"
            ).format(name=self.name, size=_size(hidden))
        )

    @property
    def name(self) -> str:
        return getattr(self.build_from, "__name__", str(self.build_from))

    def _call(self, model: nn.Module, x: Tensor, *hidden: State) -> Run:
        try:
            result = model(x, *hidden)
        except Exception as error:
            shapes = ", ".join(_size(argument) for argument in (x, *hidden))
            raise AssertionError(
                _("{name}.forward fails on arguments of size {sizes}: {error}").format(
                    name=self.name, sizes=shapes, error=_told(error)
                )
            ) from error
        if not (isinstance(result, tuple | list) and len(result) == 2):
            raise AssertionError(
                _("{name}.forward must return two values, the output and all states").format(
                    name=self.name
                )
            )
        return Run(self, x.shape[0], x.shape[1], (result[0], result[1]))


def _fits(run: Run) -> bool:
    try:
        return run.states is not None
    except AssertionError:
        return False


def _size(value: Any) -> str:
    if isinstance(value, Tensor):
        return str(tuple(value.shape))
    if isinstance(value, tuple):
        return "(" + ", ".join(_size(item) for item in value) + ")"
    return type(value).__name__


def _told(error: Exception) -> str:
    """The student's own error in one line; long ones are cut."""
    name = type(error).__name__.removeprefix("Student")
    text = f"{name}: {error}".splitlines()[0].removesuffix(": ")
    return text if len(text) <= 300 else text[:300] + "…"
