"""Looking for processes that should be gone."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path


def of_course(root: Path) -> list[int]:
    """Return the processes that work in the course's folder or were started for it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (process / "environ").read_bytes().split(b"\0")
            if f"HOME={root}".encode() in words or Path(process / "cwd").resolve() == root:
                found.append(int(process.name))
    return found


def wait_until_gone(root: Path, seconds: float = 20) -> None:
    """Wait for the end of the course's processes; AssertionError where one stays."""
    until = time.monotonic() + seconds
    while left := of_course(root):
        assert time.monotonic() < until, f"still running: {left}"
        time.sleep(0.05)
