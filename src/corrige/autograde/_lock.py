"""One run at a time in a course."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from corrige.autograde._class import AutogradeError


class Busy(AutogradeError):
    """Another run is at work in the course."""


@contextlib.contextmanager
def lock(
    folder: Path,
    name: str = ".corrige.lock",
    what: str = "corrige autograde",
    *,
    brief: bool = False,
    waiting: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Hold the lock of the course whose autograded folder this is; it goes with the process.

    name, what: the lock's file, and the command that holds it.
    brief: whether it is held again and again, for a short time each.
    waiting: told once where another holds it briefly; then that one is waited for.

    Raises Busy where another run holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # A POSIX lock, which forked workers do not inherit, on a file that is never removed.
    with (folder / name).open("a+") as file:
        while not _taken(file):
            file.seek(0)
            who, _, how = file.read().strip().partition(" ")
            if waiting is None or how != _BRIEF:
                raise Busy(
                    f"another {what} is at work in this course (process {who or 'unknown'}): "
                    "wait for its end, or stop it"
                )
            waiting(f"waits until corrige watch (process {who}) has graded what it is at")
            waiting = _silent
            time.sleep(0.05)
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()} {_BRIEF}" if brief else str(os.getpid()))
        file.flush()
        yield


_BRIEF = "briefly"


def _taken(file: TextIO) -> bool:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _silent(_text: str) -> None: ...
