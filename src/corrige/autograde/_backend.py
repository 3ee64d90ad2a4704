"""What every way to spread jobs promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from corrige.autograde._job import Answer, Job

J = TypeVar("J")


@dataclass(frozen=True)
class Lost(Generic[J]):
    """A job that no worker lived to answer."""

    job: J
    why: str


class Backend(Protocol):
    """Spreads jobs over workers.

    A worker that dies costs nothing but time: its job is given to another, `TRIES` times in all,
    and then comes back as Lost. The others go on.
    """

    def run(
        self, jobs: Iterator[Job], *, idle: Callable[[], None] | None = None
    ) -> Iterator[tuple[Job, Answer | Lost[Job]]]:
        """Yield each job with what came of it, as they end.

        Jobs are drawn as workers become free; when asked to stop no more are drawn, and those
        that run are finished or, asked again, given up. `idle` is called now and then meanwhile.
        """
        ...

    def close(self) -> None:
        """End all workers. Safe to call twice."""
        ...


TRIES = 3
"""The first, and twice again."""
