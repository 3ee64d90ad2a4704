"""One run at a time in a course."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from corrige.autograde._class import AutogradeError


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the lock of the course whose autograded folder this is; it goes with the process.

    Raises AutogradeError where another run holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # A POSIX lock, which forked workers do not inherit, on a file that is never removed.
    with (folder / ".corrige.lock").open("a+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            who = file.read().strip() or "unknown"
            raise AutogradeError(
                f"another corrige autograde is at work in this course (process {who}): wait for "
                "its end, or stop it"
            ) from None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield
