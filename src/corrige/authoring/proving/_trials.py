"""Many notebooks judged side by side, in the sandbox and behind the wall, by any seed."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from nbformat import NotebookNode

from corrige.authoring._compose import compose
from corrige.autograde import LocalPool, Lost, Stop
from corrige.course import Assignment
from corrige.grading import How, trial, warm_up
from corrige.verdict import Verdict

_HUNG = 900.0
"""Seconds after which a trial counts as hung: many times what its own time limits allow."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=_Named)
R = TypeVar("R")


class Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


@dataclass(frozen=True)
class Trial:
    """One notebook to judge.

    name: of the trial, unique. notebook: its stem. cells: what stands in which solution cells,
    over the reference. tests: the test cells to run, None for all.
    """

    name: str
    notebook: str
    seed: int = 0
    cells: tuple[tuple[str, str], ...] = ()
    tests: frozenset[str] | None = None


@dataclass(frozen=True)
class Tried:
    """The verdicts of a trial; `fault` says why there are none."""

    verdicts: tuple[Verdict, ...] = ()
    fault: str = ""


@dataclass
class Bench:
    """Where trials run.

    references: for each notebook, the instructor's with the solutions in their cells, no marks.
    progress: called for each trial that is done.
    """

    assignment: Assignment
    how: How
    references: dict[str, NotebookNode]
    jobs: int
    progress: Callable[[], None] = field(default=lambda: None)

    def run(self, trials: Iterable[Trial]) -> dict[str, Tried]:
        """Judge all; return what came of each by its name.

        Raises Interrupted after Ctrl-C.
        """
        return self.spread(functools.partial(_tried, self), trials, lambda why: Tried(fault=why))

    def spread(
        self, work: Callable[[T], R], jobs: Iterable[T], lost: Callable[[str], R]
    ) -> dict[str, R]:
        """Have each job answered by `work` in a process of the pool."""
        stop = Stop()
        pool: LocalPool[T, R] = LocalPool(
            work=work,
            jobs=self.jobs,
            stop=stop,
            seconds=_HUNG,
            prepare=None if self.how.unsafe else warm_up,
        )
        found: dict[str, R] = {}
        with contextlib.closing(stop), stop.listening(), contextlib.closing(pool):
            for job, answer in pool.run(iter(jobs)):
                found[job.name] = lost(answer.why) if isinstance(answer, Lost) else answer
                self.progress()
        if stop.soon:
            raise Interrupted
        return found


def _tried(bench: Bench, asked: Trial) -> Tried:
    notebook = compose(bench.references[asked.notebook], dict(asked.cells))
    return Tried(
        trial(
            notebook,
            asked.notebook,
            bench.assignment,
            bench.how,
            seed=asked.seed,
            tests=asked.tests,
        )
    )
