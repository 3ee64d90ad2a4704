"""What a process gives up before untrusted code runs in it."""

from __future__ import annotations

import os
import resource
from pathlib import Path

from corrige.kernel import syscalls as sc
from corrige.kernel.limits import GIB, Limits

# linux/securebits.h: root is nobody special, setuid changes no capabilities, nothing is raised
# into the ambient set; each with its lock.
_SECUREBITS = 0x01 | 0x02 | 0x04 | 0x08 | 0x40 | 0x80


def lower_limits(limits: Limits, *, own_user: bool) -> None:
    """Set the resource limits of this process; children inherit them and cannot raise them.

    Without a user (namespace) of our own, processes cannot be counted apart from the grader's.
    """
    mapped, data = _held_now()
    _lower(resource.RLIMIT_DATA, data + limits.memory)
    _lower(resource.RLIMIT_AS, mapped + limits.memory + GIB)
    _lower(resource.RLIMIT_FSIZE, limits.file_size)
    if own_user:
        _lower(resource.RLIMIT_NPROC, limits.processes)
    _lower(resource.RLIMIT_NOFILE, limits.open_files)
    _lower(resource.RLIMIT_CORE, 0)
    # Past the soft limit comes SIGXCPU, whose handler could go on; the hard one kills.
    cpu = max(1, round(limits.cpu_seconds))
    _lower(resource.RLIMIT_CPU, cpu, cpu + 2)
    _lower(resource.RLIMIT_MSGQUEUE, 0)


def _held_now() -> tuple[int, int]:
    """Return the bytes that this process has mapped, and those that are private and writable."""
    numbers = Path("/proc/self/statm").read_text(encoding="ascii").split()
    page = os.sysconf("SC_PAGE_SIZE")
    return int(numbers[0]) * page, int(numbers[5]) * page


def _lower(which: int, soft: int, hard: int | None = None) -> None:
    ceiling = resource.getrlimit(which)[1]
    wanted = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        wanted = min(wanted, ceiling)
    resource.setrlimit(which, (min(soft, wanted), wanted))


def drop_capabilities() -> None:
    """Give up every capability, for this process and all it will ever start."""
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text(encoding="ascii"))
    for capability in range(last + 1):
        sc.prctl("drop capability", sc.PR_CAPBSET_DROP, capability)
    sc.prctl("clear ambient capabilities", sc.PR_CAP_AMBIENT, sc.PR_CAP_AMBIENT_CLEAR_ALL)
    sc.prctl("securebits", sc.PR_SET_SECUREBITS, _SECUREBITS)
    sc.clear_capabilities()


def forbid_new_privileges() -> None:
    """Let setuid programs and file capabilities have no effect from here on."""
    sc.prctl("no_new_privs", sc.PR_SET_NO_NEW_PRIVS, 1)


def first_to_be_killed() -> None:
    """When the machine runs out of memory, offer this process first."""
    Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
