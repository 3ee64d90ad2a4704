"""Sleep until something changes, until a time, or until asked to stop."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import wait
from pathlib import Path

from corrige.autograde import Stop


class Sleep:
    """Sleeps; with `announced`, the file system wakes it up.

    note: told once where the file system does not announce changes.
    """

    def __init__(self, stop: Stop, note: Callable[[str], None], *, announced: bool) -> None:
        self._stop, self._note, self.announced = stop, note, announced
        self._process: subprocess.Popen[bytes] | None = None
        self._folders: tuple[Path, ...] = ()

    def watch(self, folders: Sequence[Path]) -> None:
        """Be woken up by changes below those of `folders` that there are."""
        there = tuple(folder for folder in folders if folder.is_dir())
        if not self.announced or (there == self._folders and self._process is not None):
            return
        self.close()
        self._folders = there
        if there:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "corrige.watch._notice", str(os.getpid()), *map(str, there)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def sleep(self, seconds: float) -> bool:
        """Sleep at most that long; return whether something was announced."""
        waited: list[int] = [self._stop.fileno()]
        if self._process is not None and self._process.stdout is not None:
            waited.append(self._process.stdout.fileno())
        found = wait(waited, timeout=max(0.0, seconds))
        self._stop.drain()
        woken = len(waited) > 1 and waited[1] in found
        if woken and not os.read(waited[1], 65536):
            self.close()
            self.announced = False
            self._note("this file system announces no changes: looking every few seconds instead")
        return woken

    def close(self) -> None:
        """End the process that watches."""
        process, self._process, self._folders = self._process, None, ()
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
