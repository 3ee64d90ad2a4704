"""Many calls on twins of one student's module in one crossing.

A program of the test's runs up to its first call of its twin; the calls of all programs cross
together; then each runs again from its start, with the answer in hand, up to its next call or its
end. Nothing else of a twin exists on this side: a program that asks for more gets a copy of its
own and is run alone.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import torch
from torch import nn

from corrige.wall.handle import Performer
from corrige.wall.shadow import Shadow, same
from corrige.wall.wire import MAY_CHANGE

MAX_TOGETHER = 32
MAX_TOGETHER_BYTES = 2**26


class Caller(Performer, Protocol):
    """What twins need of the wall."""

    def note(self) -> int | None: ...

    def call_twins(self, model: Shadow, calls: list[Call], fresh: bool) -> list[Answer] | None: ...


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one twin.

    twin: its number among those that cross together; a new one is made where it has none yet.
    seed: what the student's generator is seeded with first, None to leave it.
    double: whether the twin is in float64. values: its parameters, None for what is as it was.
    """

    twin: int
    seed: int | None
    grad: bool
    dtype: torch.dtype
    double: bool
    values: list[torch.Tensor | None] | None
    args: list[Any]
    kwargs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gave: a value or an error; `made`: whether there was a twin to be called."""

    value: Any
    error: Exception | None = None
    made: bool = True


def on_twins(model: Shadow, programs: Sequence[Callable[[Any], Any]]) -> list[Callable[[], Any]]:
    """Run each program on a twin of its own; return functions that give or raise what came of it.

    Raises Ungradable where the student's side fails.
    """
    wall: Any = model._wall_lease.wall
    theirs = list(model.named_parameters())
    size = sum(p.numel() * p.element_size() for _, p in theirs)
    step = max(1, min(MAX_TOGETHER, MAX_TOGETHER_BYTES // max(1, size)))
    found: list[Callable[[], Any]] = []
    for start in range(0, len(programs), step):
        plays = [_Play(model, theirs, i, p) for i, p in enumerate(programs[start : start + step])]
        _play(wall, model, plays)
        found += [play.outcome for play in plays]
    return found


def _play(wall: Caller, model: Shadow, plays: list[_Play]) -> None:
    waiting, fresh = [play for play in plays if play.advance()], True
    while waiting:
        calls = [play.call for play in waiting if play.call is not None]
        answers = wall.call_twins(model, calls, fresh)
        if answers is None:
            for play in waiting:
                play.alone()
            return
        for play, answer in zip(waiting, answers, strict=True):
            play.take(answer)
        waiting, fresh = [play for play in waiting if not play.over and play.advance()], False


class _Waits(BaseException):
    """A program has come to a call that was not answered yet."""


class _Unforeseen(BaseException):
    """A program wants of its twin what only a real one has."""


class _Play:
    """One program, its twin's number, and what the twin has answered so far."""

    def __init__(
        self,
        model: Shadow,
        theirs: list[tuple[str, nn.Parameter]],
        number: int,
        program: Callable[[Any], Any],
    ) -> None:
        self.model, self.theirs, self.number, self.program = model, theirs, number, program
        self.answers: list[Answer] = []
        self.call: Call | None = None
        self.outcome: Callable[[], Any] = partial(_alone, program, model)
        self.over = False

    def advance(self) -> bool:
        """Run the program as far as the answers go; return whether it waits for another."""
        try:
            value = self.program(_StandIn(self))
        except _Waits:
            return True
        except _Unforeseen:
            self.alone()
        except Exception as error:
            self.outcome, self.over = partial(_raise, error), True
        else:
            self.outcome, self.over = partial(_give, value), True
        return False

    def take(self, answer: Answer) -> None:
        if answer.error is not None and not answer.made:
            # What goes wrong in copying is no failure of the call.
            self.outcome, self.over = partial(_raise, answer.error), True
        self.answers.append(answer)

    def alone(self) -> None:
        self.outcome, self.over = partial(_alone, self.program, self.model), True


class _StandIn:
    """What a program gets to see of a twin: calls, parameters, precision."""

    def __init__(self, play: _Play) -> None:
        self._play = play
        self._position = 0
        self._double = self._told_double = False
        self._mine: list[nn.Parameter] | None = None
        self._told: list[torch.Tensor] | None = None  # the parameters that the twin has

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return type(self._play.model)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        play = self._play
        wall: Any = play.model._wall_lease.wall
        seed = wall.note()
        if self._position < len(play.answers):
            answer = play.answers[self._position]
            self._position += 1
            self._told_double = self._double
            if self._mine is not None:
                self._told = [p.detach().clone() for p in self._mine]
            if answer.error is not None:
                raise answer.error
            return answer.value
        if any(getattr(value, MAY_CHANGE, False) for value in (*args, *kwargs.values())):
            raise _Unforeseen
        play.call = Call(
            twin=play.number,
            seed=seed,
            grad=torch.is_grad_enabled(),
            dtype=torch.get_default_dtype(),
            double=self._double and not self._told_double,
            values=None if self._mine is None else self._values(self._mine),
            args=list(args),
            kwargs=kwargs,
        )
        raise _Waits

    def parameters(self) -> Iterator[nn.Parameter]:
        if self._mine is None:
            self._mine = [
                nn.Parameter(self._copied(p.detach()), p.requires_grad)
                for _, p in self._play.theirs
            ]
        return iter(self._mine)

    def _copied(self, value: torch.Tensor) -> torch.Tensor:
        double = self._double and value.is_floating_point()
        return value.to(torch.float64 if double else value.dtype, copy=True)

    def named_parameters(self) -> Iterator[tuple[str, nn.Parameter]]:
        names = [name for name, _ in self._play.theirs]
        return zip(names, self.parameters(), strict=True)

    def double(self) -> _StandIn:
        self._double = True
        for parameter in self._mine or ():
            parameter.data = self._copied(parameter.data)
        return self

    def __deepcopy__(self, memo: object) -> Any:
        raise _Unforeseen

    def __getattr__(self, name: str) -> Any:
        raise _Unforeseen

    def _values(self, mine: list[nn.Parameter]) -> list[torch.Tensor | None]:
        """Return the parameters as the student's twin must have them, None where they are so."""
        for one, (_, other) in zip(mine, self._play.theirs, strict=True):
            if one.requires_grad != other.requires_grad or one.grad is not None:
                raise _Unforeseen
        told = [p for _, p in self._play.theirs] if self._told is None else self._told
        return [
            None if same(one, other) else one.detach()
            for one, other in zip(mine, told, strict=True)
        ]


def _give(value: Any) -> Any:
    return value


def _raise(error: Exception) -> Any:
    raise error


def _alone(program: Callable[[Any], Any], model: Shadow) -> Any:
    return program(copy.deepcopy(model))
