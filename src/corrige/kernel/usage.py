"""Measures of a process tree, read off /proc (see proc(5)). All of it may vanish underneath."""

from __future__ import annotations

import contextlib
import os
import resource
from collections.abc import Iterable
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_MAX_FILES = 100_000


def processes(root: int, *, everything: bool) -> list[int]:
    """Return the processes of a sandbox: every one we see but ourselves, or `root`'s family."""
    seen = {int(p.name) for p in _PROC.iterdir() if p.name.isdigit()} - {os.getpid()}
    if everything:
        return sorted(seen)
    parents = {pid: parent for pid in seen if (parent := _parent(pid)) is not None}
    family = {root}
    while grown := {p for p, above in parents.items() if above in family and p not in family}:
        family |= grown
    me = os.getpid()
    return sorted(family | {pid for pid, above in parents.items() if above == me})


def _parent(pid: int) -> int | None:
    fields = _stat(pid)
    return int(fields[1]) if fields else None


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the third (state) on."""
    try:
        text = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text[text.rindex(")") + 2 :].split()


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the processor time of these processes and of their reaped children, and of ours."""
    ticks = 0
    for pid in pids:
        fields = _stat(pid)
        if fields:
            ticks += sum(int(number) for number in fields[11:15])
    return ticks / _TICKS + cpu_of_children()


def cpu_of_children() -> float:
    """Return the processor time of the children that this process has reaped."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_of_children() -> int:
    """Return the most bytes that one reaped child held."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def memory(pids: Iterable[int], *, enough: int) -> int:
    """Return the bytes of anonymous and shared memory that these processes hold.

    A cheap sum counts shared pages once a process; only where that passes `enough` are the
    shares taken, which walks page tables.
    """
    pids = list(pids)
    total = sum(_sum_of(pid, "status", ("RssAnon:", "RssShmem:", "VmSwap:")) for pid in pids)
    if total <= enough:
        return total
    return sum(
        _sum_of(pid, "smaps_rollup", ("Pss_Anon:", "Pss_Shmem:", "SwapPss:")) for pid in pids
    )


def _sum_of(pid: int, name: str, keys: tuple[str, ...]) -> int:
    total = 0
    with contextlib.suppress(OSError):
        for line in (_PROC / str(pid) / name).read_text(encoding="ascii").splitlines():
            if line.startswith(keys):
                total += int(line.split()[1]) * 1024
    return total


def out_of_memory_kills() -> int:
    """Return how often this machine has killed a process for want of memory."""
    with contextlib.suppress(OSError):
        for line in (_PROC / "vmstat").read_text(encoding="ascii").splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    return 0


def folder_bytes(folder: Path, *, enough: int) -> int:
    """Return the bytes on disk below a folder; stops counting past `enough`.

    Follows no links. A folder of very many files counts as more than enough.
    """
    total, files, todo = 0, 0, [folder]
    while todo and total <= enough:
        with contextlib.suppress(OSError), os.scandir(todo.pop()) as entries:
            for entry in entries:
                files += 1
                if files > _MAX_FILES:
                    return enough + 1
                with contextlib.suppress(OSError):
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        todo.append(Path(entry.path))
    return total
