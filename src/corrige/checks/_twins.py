"""Functions of untouched twins of a model: what one does to its twin, the next does not see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from torch import nn

from corrige.checks._random import seeded
from corrige.copying import deep_copy

T = TypeVar("T")


def on_twins(
    model: nn.Module | None,
    programs: Sequence[Callable[[Any], T]],
    *,
    arrange: Sequence[Callable[[Any], object]] = (),
    seed: int = 0,
) -> list[Callable[[], T]]:
    """Return, for each of `programs`, a function that gives its result, or raises what it raised.

    Each is called with a twin of its own (None where there is no model) and the generator seeded
    with `seed`. Behind the wall the calls of all twins travel together and a program may be run
    more than once up to its end: it must depend on nothing that another one changes. Whether
    gradients reach the twin's parameters is left open.

    arrange: for each program, what is done to its twin's parameters or precision beforehand, once.
        Programs then leave both alone.
    """
    seeded_programs = [partial(_seeded, program, seed) for program in programs]
    arrange = arrange or [_as_it_is] * len(seeded_programs)
    together = getattr(type(model), "_corrige_on_twins", None)
    if together is not None:
        found: list[Callable[[], T]] = together(model, seeded_programs, arrange)
        return found
    return [
        partial(_alone, program, first, model)
        for program, first in zip(seeded_programs, arrange, strict=True)
    ]


def _seeded(program: Callable[[Any], T], seed: int, twin: Any) -> T:
    with seeded(seed):
        return program(twin)


def _alone(
    program: Callable[[Any], T], arrange: Callable[[Any], object], model: nn.Module | None
) -> T:
    twin = deep_copy(model)
    arrange(twin)
    return program(twin)


def _as_it_is(twin: Any) -> None:
    """Leave a twin as it was made."""
