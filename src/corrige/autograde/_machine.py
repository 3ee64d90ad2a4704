"""How many submissions this machine can grade side by side."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_EACH = 1024**3
"""Bytes that one submission may well need: its kernels, its verifier, a student's tensors."""


def default_jobs() -> int:
    """Return as many as there are cores for us, fewer where memory is short."""
    cores = len(os.sched_getaffinity(0))
    return max(1, min(cores, _free_memory() // _EACH))


def _free_memory() -> int:
    """Return the bytes that can still be had, by the kernel's count and the control group's."""
    free = 2**62
    with contextlib.suppress(OSError, ValueError, KeyError):
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        known = dict(line.split(":", 1) for line in lines)
        free = int(known["MemAvailable"].split()[0]) * 1024
    with contextlib.suppress(OSError, ValueError):
        # ValueError: "max", where the group has no limit of its own.
        group = Path("/sys/fs/cgroup")
        most = int((group / "memory.max").read_text(encoding="ascii"))
        used = int((group / "memory.current").read_text(encoding="ascii"))
        free = min(free, most - used)
    return free
