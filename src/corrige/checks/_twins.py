"""Functions of untouched twins of a model: what one does to its twin, the next does not see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from torch import nn

from corrige.checks._random import seeded
from corrige.copying import deep_copy

T = TypeVar("T")


def on_twins(
    model: nn.Module | None, programs: Iterable[Callable[[Any], T]], *, seed: int = 0
) -> list[Callable[[], T]]:
    """Return, for each of `programs`, a function that gives its result, or raises what it raised.

    Each is called with a twin of its own (None where there is no model) and the generator seeded
    with `seed`. Behind the wall the calls of all twins travel together and a program may be run
    more than once up to its end: it must depend on nothing that another one changes. Whether
    gradients reach the twin's parameters is left open.
    """
    seeded_programs = [partial(_seeded, program, seed) for program in programs]
    together = getattr(type(model), "_corrige_on_twins", None)
    if together is not None:
        found: list[Callable[[], T]] = together(model, seeded_programs)
        return found
    return [partial(_alone, program, model) for program in seeded_programs]


def _seeded(program: Callable[[Any], T], seed: int, twin: Any) -> T:
    with seeded(seed):
        return program(twin)


def _alone(program: Callable[[Any], T], model: nn.Module | None) -> T:
    return program(deep_copy(model))
