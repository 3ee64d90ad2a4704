"""Run a command and account for it: wall clock, processor time and memory of all its processes.

Processor time comes from a control group of the command's own (cgroup v1 `cpuacct` or v2) where
one can be made, and counts every process then, killed ones included. Elsewhere it is what
getrusage(2) says of reaped children, which misses what nobody waited for.
"""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_NAME = "corrige-bench-"
_TICK = 0.1
_MEMORY_EVERY = 5
_EVERYTHING_EVERY = 20
"""Ticks between two looks at the memory of the main process and its workers, and of all."""


@dataclass(frozen=True)
class Sample:
    """Bytes at one moment, `seconds` after the start.

    main_*: the process of the command itself. workers: proportional share of each of its forks.
    everything: proportional share of all processes; None where it was not looked at.
    """

    seconds: float
    main_rss: int
    main_pss: int
    workers: tuple[int, ...]
    everything: int | None = None


@dataclass
class Used:
    """What one command took.

    cpu: processor seconds of all processes, of which `system` in the kernel. main_cpu: of the
    command's own process. lines: what it printed, each with the seconds after the start.
    """

    wall: float = 0.0
    cpu: float = 0.0
    system: float = 0.0
    main_cpu: float = 0.0
    account: str = ""
    status: int = 0
    samples: list[Sample] = field(default_factory=list)
    lines: list[tuple[float, str]] = field(default_factory=list)

    @property
    def peak_main(self) -> int:
        return max((sample.main_rss for sample in self.samples), default=0)

    @property
    def peak_everything(self) -> int:
        return max((sample.everything or 0 for sample in self.samples), default=0)


def cpu_of(pid: int) -> float:
    """Return the processor seconds that a process has used so far, to the microsecond.

    Raises OSError where it is gone. Source: clock_getcpuclockid(3), which makes this very number.
    """
    return time.clock_gettime(~pid << 3 | 2)


def measured(command: Sequence[str], folder: Path, env: Mapping[str, str], log: Path) -> Used:
    """Run `command` in `folder` to its end; what it writes to stderr goes to `log`."""
    used = Used()
    with _group() as group, log.open("wb") as errors:
        before = _of_children()
        began = time.monotonic()
        with subprocess.Popen(
            group.inside(command),
            cwd=folder,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process:
            watch = threading.Thread(target=_watch, args=(process, group, used, began))
            watch.start()
            assert process.stdout is not None
            for line in process.stdout:
                used.lines.append((time.monotonic() - began, line.rstrip("\n")))
            used.status = process.wait()
            watch.join()
        used.wall = time.monotonic() - began
        used.account = group.name
        used.cpu, used.system = group.cpu() or _minus(_of_children(), before)
    return used


def own_group_cpu() -> float:
    """Return the processor seconds of our own control group, of our own family without one."""
    for controller, read in (("cpuacct", _version_1), ("", _version_2)):
        folder = _own(controller)
        if folder.name.startswith(_NAME):
            return read(folder)[0]
    return time.process_time() + _of_children()[0]


class Group:
    """A control group to count in; without one, everything that is asked of it is unknown."""

    name = "getrusage"

    def inside(self, command: Sequence[str]) -> list[str]:
        """Return `command`, to be run within the group."""
        return list(command)

    def cpu(self) -> tuple[float, float] | None:
        """Return processor seconds so far, all and in the kernel."""
        return None

    def processes(self) -> list[int] | None:
        return None


class _Folder(Group):
    def __init__(self, folder: Path, read: Callable[[Path], tuple[float, float]]) -> None:
        self._folder, self._read = folder, read
        self.name = "control group"

    def inside(self, command: Sequence[str]) -> list[str]:
        enter = 'echo $$ > "$0" && exec "$@"'
        return ["sh", "-c", enter, str(self._folder / "cgroup.procs"), *command]

    def cpu(self) -> tuple[float, float]:
        return self._read(self._folder)

    def processes(self) -> list[int]:
        return [int(pid) for pid in (self._folder / "cgroup.procs").read_text().split()]


@contextlib.contextmanager
def _group() -> Iterator[Group]:
    for controller, read in (("cpuacct", _version_1), ("", _version_2)):
        folder = _own(controller) / f"{_NAME}{os.getpid()}"
        try:
            folder.mkdir()
            read(folder)
        except (OSError, ValueError, StopIteration):
            with contextlib.suppress(OSError):
                folder.rmdir()
            continue
        try:
            yield _Folder(folder, read)
        finally:
            _remove(folder)
        return
    yield Group()


def _own(controller: str) -> Path:
    """Return the folder of our own group."""
    root = Path("/sys/fs/cgroup")
    for line in Path("/proc/self/cgroup").read_text(encoding="ascii").splitlines():
        _number, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            return root / controller / path.lstrip("/")
    return root / controller


def _version_1(folder: Path) -> tuple[float, float]:
    total, system = (
        int((folder / f"cpuacct.usage{part}").read_text()) / 1e9 for part in ("", "_sys")
    )
    return total, system


def _version_2(folder: Path) -> tuple[float, float]:
    lines = (folder / "cpu.stat").read_text().splitlines()
    known = {name: int(number) / 1e6 for name, number in (line.split() for line in lines)}
    return known["usage_usec"], known["system_usec"]


def _remove(folder: Path) -> None:
    """Remove a group once the last of its processes is gone."""
    for _ in range(100):
        with contextlib.suppress(OSError):
            folder.rmdir()
            return
        time.sleep(0.1)


def _of_children() -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, used.ru_stime


def _minus(after: tuple[float, float], before: tuple[float, float]) -> tuple[float, float]:
    return after[0] - before[0], after[1] - before[1]


def _watch(process: subprocess.Popen[str], group: Group, used: Used, began: float) -> None:
    number = 0
    # Not poll(), which would reap the process before its clock was read for the last time.
    while _alive(process.pid):
        with contextlib.suppress(OSError):
            used.main_cpu = cpu_of(process.pid)
            if number % _MEMORY_EVERY == 0:
                whole = number % _EVERYTHING_EVERY == 0
                used.samples.append(_sample(process.pid, group, began, whole=whole))
        number += 1
        time.sleep(_TICK)


def _alive(pid: int) -> bool:
    try:
        return _stat(pid)[0] != "Z"
    except OSError:
        return False


def _sample(pid: int, group: Group, began: float, *, whole: bool) -> Sample:
    main = _memory(pid)
    command = _command(pid)
    forks = [child for child in _children(pid) if _command(child) == command]
    everything = None
    if whole:
        family = group.processes() or list(_family(pid))
        everything = sum(_memory(one)["Pss"] for one in family)
    return Sample(
        seconds=time.monotonic() - began,
        main_rss=main["Rss"],
        main_pss=main["Pss"],
        workers=tuple(_memory(fork)["Pss"] for fork in forks),
        everything=everything,
    )


def _memory(pid: int) -> dict[str, int]:
    found = {"Rss": 0, "Pss": 0}
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            name, _, value = line.partition(":")
            if name in found:
                found[name] = int(value.split()[0]) * 1024
    return found


def _command(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in _children(pid):
        yield from _family(child)


def _stat(pid: int) -> list[str]:
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    return text[text.rindex(")") + 2 :].split()
