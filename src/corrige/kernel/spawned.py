"""From a fork of the warm process to untrusted code in a sandbox.

Three processes: a go-between enters the namespaces, an init process (number 1 inside) builds the
root folder and later watches, and the process proper gives up everything and calls the target.
Each step names its layer, so that a failure can say which piece is missing.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import random
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from corrige.kernel import (
    inside,
    landlock,
    layers,
    mounts,
    namespaces,
    privileges,
    sandbox,
    seccomp,
    supervisor,
    wire,
)
from corrige.kernel import syscalls as sc
from corrige.kernel.limits import Limits
from corrige.kernel.sandbox import SOCKETS, Sandbox

_PASSWD = "student:x:1000:1000:student:/home/student:/bin/sh\n"
_WRITABLE = ("/tmp", "/dev/shm")
_DEVICE_PLACES = ("/dev",)


@dataclass(frozen=True, slots=True)
class Order:
    """What to start: the client's wish, and what the fork server adds."""

    target: str
    args: Any
    sandbox: Sandbox
    limits: Limits
    env: dict[str, str]
    seed: int
    path: tuple[str, ...]
    readable: tuple[str, ...]
    host_id: int | None
    unsafe: bool


class _Stage:
    """The layer that is being put on, for the error message."""

    def __init__(self) -> None:
        self.name = ""
        self.done: list[str] = []

    @contextlib.contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        self.name = name
        yield
        self.done.append(name)


def start(order: Order, control: socket.socket, log: int, fds: list[int]) -> NoReturn:
    """Run in a fresh fork of the warm process; never returns."""
    stage = _Stage()
    try:
        _forget_server({control.fileno(), log, *fds})
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)
        if not order.unsafe:
            if order.host_id is not None:
                with stage(layers.OWN_UID):
                    _give(order.sandbox, order.host_id)
                    namespaces.become(order.host_id)
            with stage(layers.NAMESPACES):
                namespaces.enter_all(namespaces.STUDENT)
        pid = os.fork()
    except BaseException as error:
        _fail(control, stage, error)
    if pid == 0:
        _init(order, control, fds, stage)
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(pid)
        wire.tell(control, {"event": "init"}, [handle])
    os._exit(0)


def _fail(control: socket.socket, stage: _Stage, error: BaseException) -> NoReturn:
    wire.tell(
        control,
        {"event": "failed", "layer": stage.name, "error": f"{type(error).__name__}: {error}"},
    )
    os._exit(1)


def _forget_server(keep: set[int]) -> None:
    """Close what belongs to the fork server, and give signals their first meaning back."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    # As in any Python: writing to a socket whose other end has gone is an error, not the end.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for fd in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        if fd > 2 and fd not in keep:
            with contextlib.suppress(OSError):
                os.close(fd)


def _give(wish: Sandbox, host_id: int) -> None:
    """Make the sandbox's user the owner of its folders, and let it into shared ones."""
    for folder in wish.shared():
        folder.chmod(0o777)
    for folder in wish.owned():
        for here, names, files, descriptor in os.fwalk(folder, follow_symlinks=False):
            os.fchown(descriptor, host_id, host_id)
            for name in [*names, *files]:
                os.chown(name, host_id, host_id, dir_fd=descriptor, follow_symlinks=False)
            del here


def _init(order: Order, control: socket.socket, fds: list[int], stage: _Stage) -> NoReturn:
    """Run as the small init process: build the root, start the process proper, watch it."""
    try:
        if order.unsafe:
            sc.prctl("subreaper", sc.PR_SET_CHILD_SUBREAPER, 1)
        else:
            with stage(layers.MOUNTS):
                mounts.enter(_view(order))
            with stage(layers.NETWORK):
                namespaces.raise_loopback()
                socket.sethostname("sandbox")
            sc.prctl("not dumpable", sc.PR_SET_DUMPABLE, 0)
        report, told = os.pipe()
        pid = os.fork()
    except BaseException as error:
        _fail(control, stage, error)
    if pid == 0:
        os.close(report)
        control.close()
        _proper(order, told, fds, stage)
    os.close(told)
    for fd in fds:
        os.close(fd)
    latched = None if order.unsafe or order.sandbox.sockets is None else SOCKETS
    watched = sandbox.HOME if not order.unsafe else str(order.sandbox.scratch or "")
    supervisor.watch(
        pid,
        control,
        report,
        order.limits,
        scratch=Path(watched) if order.sandbox.scratch is not None else None,
        latched=latched,
        alone=not order.unsafe,
    )


def _view(order: Order) -> mounts.View:
    memory = order.limits.memory
    wish = order.sandbox
    writable = [(str(b.source), str(b.inside)) for b in wish.binds if b.writable]
    folders = [("/tmp", memory // 4), ("/dev/shm", memory // 4)]
    if wish.scratch is None:
        folders.append((sandbox.HOME, memory // 4))
    else:
        writable.append((str(wish.scratch), sandbox.HOME))
    if wish.sockets is not None:
        writable.append((str(wish.sockets), SOCKETS))
    return mounts.View(
        readable=(
            *((path, path) for path in order.readable),
            *((str(b.source), str(b.inside)) for b in wish.binds if not b.writable),
        ),
        writable=tuple(writable),
        memory=tuple(folders),
        hidden=tuple(str(path) for path in wish.hidden),
        files=(
            ("/etc/passwd", _PASSWD),
            ("/etc/group", "student:x:1000:\n"),
            ("/etc/hosts", "127.0.0.1 localhost sandbox\n"),
        ),
    )


def _proper(order: Order, told: int, fds: list[int], stage: _Stage) -> NoReturn:
    """Run as the process proper: give up everything, then call the target."""
    try:
        os.setsid()
        if order.unsafe:
            # Without a process namespace nothing else ends us with the init process.
            sc.prctl("pdeathsig", sc.PR_SET_PDEATHSIG, signal.SIGKILL)
        # The init process is out of bounds for us, and we were copied from it.
        sc.prctl("dumpable", sc.PR_SET_DUMPABLE, 1)
        with stage(layers.LIMITS):
            privileges.first_to_be_killed()
            privileges.lower_limits(order.limits, own_user=not order.unsafe)
        if order.unsafe:
            _start_in(str(order.sandbox.scratch or "/"))
        else:
            _start_in(sandbox.HOME)
            _confine(order.sandbox, stage)
        os.write(told, ("started " + ",".join(stage.done) + "\n").encode())
    except BaseException as error:
        text = f"failed {stage.name}\t{type(error).__name__}: {error}".replace("\n", " ")
        os.write(told, (text[:4000] + "\n").encode())
        os._exit(1)
    inside.adopt(told, latch=order.sandbox.sockets is not None and not order.unsafe)
    gc.enable()
    _run(order, fds)


def _start_in(folder: str) -> None:
    os.chdir(folder)
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)


def _confine(wish: Sandbox, stage: _Stage) -> None:
    with stage(layers.CAPABILITIES):
        privileges.drop_capabilities()
    with stage(layers.NO_NEW_PRIVS):
        privileges.forbid_new_privileges()
    writable = [*_WRITABLE, sandbox.HOME, *(str(b.inside) for b in wish.binds if b.writable)]
    if wish.sockets is not None:
        writable.append(SOCKETS)
    stage.name = layers.LANDLOCK
    if landlock.restrict(map(Path, writable), map(Path, (*_DEVICE_PLACES, "/proc"))):
        stage.done.append(layers.LANDLOCK)
    with stage(layers.SECCOMP):
        seccomp.install()


def _run(order: Order, fds: list[int]) -> NoReturn:
    code: object = 1
    try:
        os.environ.clear()
        os.environ.update(order.env)
        sys.path[:] = [*sys.path, *(p for p in order.path if p not in sys.path)]
        _reseed(order.seed, order.limits.threads)
        module, _, name = order.target.partition(":")
        function = getattr(importlib.import_module(module), name)
        code = function(order.args, tuple(fds))
    except SystemExit as leaving:
        code = leaving.code
    except BaseException:
        traceback.print_exc()
    finally:
        status = 0 if code is None else code if isinstance(code, int) else 1
        _leave(status)


def _leave(status: int) -> NoReturn:
    """Exit as an interpreter does, threads and atexit included, without the server's frames."""
    with contextlib.suppress(BaseException):
        import atexit

        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BaseException):
            stream.flush()
    os._exit(status & 0xFF)


def _reseed(seed: int, threads: int) -> None:
    """Give every random generator a state of its own; all forks woke up with the same."""
    import multiprocessing

    random.seed(seed)
    multiprocessing.current_process().authkey = os.urandom(32)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed % 2**32)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)
        sys.modules["torch"].set_num_threads(threads)
