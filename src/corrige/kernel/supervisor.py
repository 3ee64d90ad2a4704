"""The init process of a sandbox: reaps, watches the limits, and tells why it ended.

It runs none of the student's code, cannot be traced or signalled by it, and when it exits the
kernel kills everything that is left in the sandbox.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from corrige.kernel import privileges, usage, wire
from corrige.kernel import syscalls as sc
from corrige.kernel.death import Death
from corrige.kernel.limits import Limit, Limits

_TICK = 0.1
_SCRATCH_EVERY = 1.0
_MAX_REPORT = 64 * 1024


@dataclass
class _Watch:
    pid: int
    control: socket.socket
    report: int
    limits: Limits
    scratch: Path | None
    latched: str | None
    alone: bool
    started: float = field(default_factory=time.monotonic)
    scratch_due: float = 0.0
    heard: bytes = b""
    begun: bool = False
    ready: bool = False
    limit: Limit | None = None
    detail: str = ""
    ooms: int = field(default_factory=usage.out_of_memory_kills)


def watch(
    pid: int,
    control: socket.socket,
    report: int,
    limits: Limits,
    *,
    scratch: Path | None,
    latched: str | None,
    alone: bool,
) -> NoReturn:
    """Watch the process `pid` to its end; never returns.

    `latched` is a mount to make read-only once the process says that it is ready. `alone` says
    that we are number 1 of a process namespace that holds nothing but the sandbox.
    """
    state = _Watch(pid, control, report, limits, scratch, latched, alone)
    if alone and latched is None:
        _disarm()
    # Descendants may hold the other end open for ever: never wait for them.
    os.set_blocking(report, False)
    handle = os.pidfd_open(pid)
    poller = select.poll()
    for fd in (control.fileno(), report, handle):
        poller.register(fd, select.POLLIN)
    while True:
        ready = {fd for fd, _ in poller.poll(_TICK * 1000)}
        if report in ready and not _hear(state):
            poller.unregister(report)
        if control.fileno() in ready:
            _obey(state)
        ended = _reap(state)
        if ended is not None:
            _hear(state)
            _finish(state, ended)
        if state.limit is None:
            _measure(state)


def _disarm() -> None:
    """Keep only what watching takes."""
    privileges.drop_capabilities()
    privileges.forbid_new_privileges()


def _hear(state: _Watch) -> bool:
    """Read what the process says; anything but the known words is ignored.

    Each word is passed on once: a flood of them must not fill the socket and block us.
    """
    try:
        data = os.read(state.report, 4096)
    except BlockingIOError:
        return True
    if not data:
        return False
    state.heard = (state.heard + data)[-_MAX_REPORT:]
    while b"\n" in state.heard:
        line, state.heard = state.heard.split(b"\n", 1)
        word, _, rest = line.decode("utf-8", "replace").partition(" ")
        if word == "started" and not state.begun:
            state.begun = True
            wire.tell(state.control, {"event": "started", "layers": rest.split(",")})
        elif word == "failed" and not state.begun:
            state.begun = True
            layer, _, error = rest.partition("\t")
            wire.tell(state.control, {"event": "failed", "layer": layer, "error": error})
        elif word == "ready" and not state.ready:
            state.ready = True
            _latch(state)
            wire.tell(state.control, {"event": "ready"})
        elif word == "limit":
            with contextlib.suppress(ValueError):
                _stop(state, Limit(rest), "it stopped itself")
    return True


def _latch(state: _Watch) -> None:
    if state.latched is not None:
        sc.restrict_mount(state.latched, sc.MOUNT_ATTR_RDONLY)
        state.latched = None
        _disarm()


def _obey(state: _Watch) -> None:
    """Do what the grader says; where it is gone, nobody needs the sandbox any more."""
    order, fds = wire.receive(state.control)
    for fd in fds:
        os.close(fd)
    if order is None:
        _kill_all(state)
        os._exit(1)
    number = order.get("signal")
    if isinstance(number, int):
        with contextlib.suppress(OSError):
            os.killpg(state.pid, number)


def _reap(state: _Watch) -> int | None:
    """Collect the dead; return the wait status of the process proper once it is among them."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return None
        if pid == 0:
            return None
        if pid == state.pid:
            return status


def _measure(state: _Watch) -> None:
    now = time.monotonic()
    limits = state.limits
    if now - state.started > limits.notebook_seconds:
        _stop(state, Limit.NOTEBOOK_SECONDS, f"{limits.notebook_seconds:g} s")
        return
    pids = usage.processes(state.pid, everything=state.alone)
    cpu = usage.cpu_seconds(pids)
    if cpu > limits.cpu_seconds:
        _stop(state, Limit.CPU_SECONDS, f"{cpu:.0f} s of {limits.cpu_seconds:g} s")
        return
    memory = usage.memory(pids, enough=limits.memory)
    if memory > limits.memory:
        mib = 1024 * 1024
        _stop(state, Limit.MEMORY, f"{memory // mib} MiB of {limits.memory // mib} MiB")
        return
    if state.scratch is not None and now >= state.scratch_due:
        state.scratch_due = now + _SCRATCH_EVERY
        size = usage.folder_bytes(state.scratch, enough=limits.scratch)
        if size > limits.scratch:
            _stop(state, Limit.SCRATCH, f"more than {limits.scratch} bytes")


def _stop(state: _Watch, limit: Limit, detail: str) -> None:
    if state.limit is None:
        state.limit, state.detail = limit, detail
    _kill_all(state)


def _kill_all(state: _Watch) -> None:
    if state.alone:
        with contextlib.suppress(OSError):
            os.kill(-1, signal.SIGKILL)
        return
    for pid in usage.processes(state.pid, everything=False):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)


def _finish(state: _Watch, status: int) -> NoReturn:
    if not state.alone:
        _kill_all(state)
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    if state.limit is None and number is not None:
        state.limit = _limit_behind(number, state)
    death = Death(
        code=os.WEXITSTATUS(status) if number is None else None,
        signal=number,
        limit=state.limit,
        detail=state.detail,
        cpu_seconds=usage.cpu_of_children(),
        peak_memory=usage.peak_of_children(),
    )
    event: dict[str, Any] = {"event": "exit", "death": death.to_json()}
    wire.tell(state.control, event)
    os._exit(0)


def _limit_behind(number: int, state: _Watch) -> Limit | None:
    """Return the limit whose signal this is."""
    if number == signal.SIGXCPU:
        return Limit.CPU_SECONDS
    if number == signal.SIGXFSZ:
        return Limit.FILE_SIZE
    if number == signal.SIGKILL:
        if usage.out_of_memory_kills() > state.ooms:
            state.detail = "the machine ran out of memory"
            return Limit.MEMORY
        if usage.cpu_of_children() >= state.limits.cpu_seconds:
            return Limit.CPU_SECONDS
    return None
