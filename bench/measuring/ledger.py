"""Whose processor time goes where: each process's clock, read whenever the work changes.

The ledger wraps methods of corrige's. When one begins or ends, what every known process has used
since the last reading is booked under what was being done. Processes that end take the rest with
them: it shows in the sum of the control group alone.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from measuring.usage import cpu_of

GRADER = "grader"


class Ledger:
    """Processor seconds by (process, work)."""

    def __init__(self) -> None:
        self.booked: Counter[tuple[str, str]] = Counter()
        self._pids: dict[int, str] = {}
        self._read: dict[int, float] = {}
        self._own = time.process_time()
        self._work = "rest"

    def know(self, pid: int, process: str, *, whole: bool = False) -> None:
        """Follow a process from now on; `whole`: what it has used so far counts too."""
        with contextlib.suppress(OSError):
            self._read[pid] = 0.0 if whole else cpu_of(pid)
            self._pids[pid] = process

    def forget(self, pids: list[int]) -> None:
        """Follow these no longer: they are about to end."""
        self.settle()
        for pid in pids:
            self._pids.pop(pid, None)

    def settle(self) -> None:
        """Book what was used since the last reading."""
        own = time.process_time()
        self.booked[GRADER, self._work] += own - self._own
        for pid, process in self._pids.items():
            with contextlib.suppress(OSError):
                now = cpu_of(pid)
                self.booked[process, self._work] += now - self._read[pid]
                self._read[pid] = now
        # What reading takes is nobody's.
        self._own = time.process_time()

    @contextlib.contextmanager
    def doing(self, work: str) -> Iterator[None]:
        self.settle()
        before, self._work = self._work, work
        try:
            yield
        finally:
            self.settle()
            self._work = before

    def wrap(self, owner: Any, name: str, work: str) -> None:
        """Book calls of a function, or method of all instances, under `work`."""
        inner: Callable[..., Any] = getattr(owner, name)

        @functools.wraps(inner)
        def wrapped(*args: Any, **options: Any) -> Any:
            with self.doing(work):
                return inner(*args, **options)

        setattr(owner, name, wrapped)


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that live."""
    with contextlib.suppress(OSError):
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
