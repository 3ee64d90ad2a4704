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


def wait_until_gone(root: Path, known: dict[int, str] | None = None, seconds: float = 20) -> None:
    """Wait for the end of the course's processes, and of those that `descendants` returned.

    AssertionError where one stays.
    """
    known = known or {}
    until = time.monotonic() + seconds
    while left := [*of_course(root), *(p for p, began in known.items() if _began(p) == began)]:
        assert time.monotonic() < until, f"still running: {left}"
        time.sleep(0.05)


def descendants(pid: int) -> dict[int, str]:
    """Return a process and all below it, sandboxed ones included: when each began."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(_fields(stat)[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return {process: began for process in found if (began := _began(process))}


def _began(pid: int) -> str:
    """Return when a process began, in ticks; nothing where it is gone or waits to be reaped."""
    with contextlib.suppress(OSError):
        fields = _fields(Path(f"/proc/{pid}/stat"))
        return "" if fields[0] == "Z" else fields[19]
    return ""


def _fields(stat: Path) -> list[str]:
    text = stat.read_text(encoding="utf-8", errors="replace")
    return text[text.rindex(")") + 2 :].split()
