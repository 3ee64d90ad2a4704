"""What makes a function a check: its own seed, so that no check relies on one lucky number."""

from __future__ import annotations

import functools
import hashlib
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

import torch

from corrige.checks._messages import translate
from corrige.checks._network import Sizes
from corrige.checks._random import seeded

P = ParamSpec("P")


def check_seed(name: str) -> int:
    """Return the seed of the check `name`, in [0, 2**48).

    It derives from `CORRIGE_SEED` (what the grader drew from salt, student and assignment; "0"
    where nothing is set) and the check's name, so that two checks never share inputs.
    """
    text = f"{os.environ.get('CORRIGE_SEED', '0')}/{name}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])


def check(function: Callable[P, None]) -> Callable[P, None]:
    """Mark `function` as a check: its random numbers come from `check_seed`.

    Its docstring, what it proves, comes in the student's language. The state of the generators is
    put back afterwards, so a check changes nothing for the cells that follow it.
    """

    name = ".".join((function.__module__.rpartition(".")[2], function.__name__))

    @functools.wraps(function)
    def reseeded(*args: P.args, **kwargs: P.kwargs) -> None:
        with _seeded(check_seed(name)):
            function(*args, **kwargs)

    reseeded.__doc__ = translate(function.__doc__ or "")
    return reseeded


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    state = random.getstate()
    with seeded(seed):
        random.seed(seed)
        try:
            yield
        finally:
            random.setstate(state)


def sizes(*, how_many: int = 4) -> list[Sizes]:
    """Return sizes to try a network on: fresh ones, then T = 1 and B = 1.

    In each, T, B, D, H and C differ from one another, so that two axes taken for each other
    cannot go unnoticed.
    """
    fresh = [Sizes(*(torch.randperm(9)[:5] + 2).tolist()) for _ in range(how_many)]
    return [*fresh, Sizes(T=1, B=4, D=6, H=5, C=3), Sizes(T=5, B=1, D=3, H=4, C=2)]
