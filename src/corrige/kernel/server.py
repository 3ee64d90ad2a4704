"""The fork server: a warm, single-threaded process that forks sandboxed ones on request.

Run as `python -m corrige.kernel.server`. Two processes: a watchman, outside, that outlives a
killed grader long enough to clean up; and the server proper, number 1 of a process namespace
and confined to a root folder without the course, so that its end is the end of every sandbox.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from corrige.kernel import mounts, namespaces, pages, spawned, wire
from corrige.kernel import syscalls as sc
from corrige.kernel.errors import KernelError
from corrige.kernel.folders import remove_tree
from corrige.kernel.limits import GIB, Limits
from corrige.kernel.sandbox import Sandbox

# Unused by systemd, distributions and containers: https://systemd.io/UIDS-GIDS
_FIRST_ID = 1_900_000_000
_IDS = 256


def main(argv: Sequence[str]) -> int:
    """Serve the socket `argv[0]` for the process behind the descriptor `argv[1]`."""
    sock = socket.socket(fileno=int(argv[0]))
    grader = int(argv[1])
    order, fds = wire.receive(sock)
    if order is None:
        return 0
    config = wire.from_file(fds[0])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if config["unsafe"]:
        _serve_unsafe(sock, config)
    try:
        server = _start_confined(sock, config, os.geteuid() == 0)
    except (OSError, KernelError) as error:
        wire.tell(sock, {"event": "failed", "layer": "namespaces", "error": str(error)})
        return 1
    sock.close()
    return _keep_watch(server, grader, Path(config["base"]))


def _keep_watch(server: int, grader: int, base: Path) -> int:
    """Wait for the server's end; where the grader ends first, end it and clean up."""
    handle = os.pidfd_open(server)
    poller = select.poll()
    poller.register(handle, select.POLLIN)
    poller.register(grader, select.POLLIN)
    ready = {fd for fd, _ in poller.poll()}
    orphaned = grader in ready
    if orphaned:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    _, status = os.waitpid(server, 0)
    if orphaned:
        remove_tree(base)
    return os.waitstatus_to_exitcode(status) & 0xFF


def _start_confined(sock: socket.socket, config: dict[str, Any], root: bool) -> int:
    """Start the server proper in namespaces of its own and return its process id."""
    sc.prctl("subreaper", sc.PR_SET_CHILD_SUBREAPER, 1)
    readable = mounts.python_paths()
    first = _first_id() if root else None
    to_child, from_parent = os.pipe(), os.pipe()
    go_between = os.fork()
    if go_between == 0:
        _go_between(sock, config, readable, first, to_child[0], from_parent[1])
    os.close(from_parent[1])
    if os.read(from_parent[0], 1) == b"u" and first is not None:
        _map_ids(go_between, first)
    os.write(to_child[1], b"m")
    answer = b""
    while chunk := os.read(from_parent[0], 4096):
        answer += chunk
    os.waitpid(go_between, 0)
    for fd in (from_parent[0], *to_child):
        os.close(fd)
    text = answer.decode()
    if not text.isdigit():
        raise KernelError(text or "the fork server ended before it began")
    return int(text)


def _map_ids(pid: int, first: int) -> None:
    """Give the server root's id, for reading, and a range of ids for its kernels."""
    lines = f"0 0 1\n{first} {first} {_IDS}\n"
    for name in ("uid_map", "gid_map"):
        Path(f"/proc/{pid}/{name}").write_text(lines, encoding="ascii")


def _first_id() -> int:
    """Return the first of the ids for kernels: another one for each server, where there is room."""
    available = 0
    for line in Path("/proc/self/uid_map").read_text(encoding="ascii").splitlines():
        inside, _, count = map(int, line.split())
        available = max(available, inside + count)
    if available >= 2**31:
        return _FIRST_ID + (os.getppid() % 65536) * _IDS
    if available < 2 * _IDS:
        raise KernelError(
            f"only {available} user ids here: allow more in /etc/subuid, or grade as a user"
        )
    return available - _IDS


def _go_between(
    sock: socket.socket,
    config: dict[str, Any],
    readable: list[str],
    first: int | None,
    go: int,
    answer: int,
) -> NoReturn:
    try:
        if first is not None:
            sc.unshare(sc.CLONE_NEWUSER)
            os.write(answer, b"u")
            os.read(go, 1)
            os.setgroups([])
            os.setresgid(0, 0, 0)
            os.setresuid(0, 0, 0)
            sc.unshare(namespaces.ALL)
        else:
            namespaces.enter_all(0)
            os.write(answer, b"u")
            os.read(go, 1)
        pid = os.fork()
        if pid == 0:
            os.close(go)
            os.close(answer)
            _confined(sock, config, readable, first)
        os.write(answer, str(pid).encode())
    except BaseException as error:
        os.write(answer, str(error).encode())
    os._exit(0)


def _confined(
    sock: socket.socket, config: dict[str, Any], readable: list[str], first: int | None
) -> NoReturn:
    """Run as number 1 of the server's process namespace."""
    try:
        seen = [*readable, *config["path"], *config["visible"]]
        mounts.enter(
            mounts.View(
                readable=tuple((path, path) for path in dict.fromkeys(seen)),
                writable=((f"{config['base']}/s", f"{config['base']}/s"),),
                memory=(("/tmp", GIB), ("/dev/shm", GIB)),
                files=(("/etc/passwd", "root:x:0:0:root:/tmp:/bin/sh\n"),),
            )
        )
        namespaces.raise_loopback()
    except BaseException as error:
        wire.tell(sock, {"event": "failed", "layer": "private mounts", "error": str(error)})
        os._exit(1)
    _Server(sock, config, (*readable, *config["path"]), first).run()


def _serve_unsafe(sock: socket.socket, config: dict[str, Any]) -> NoReturn:
    sc.prctl("subreaper", sc.PR_SET_CHILD_SUBREAPER, 1)
    _Server(sock, config, (), None).run()


class _Server:
    """Preloads, then forks on request until the grader closes the socket."""

    def __init__(
        self,
        sock: socket.socket,
        config: dict[str, Any],
        readable: tuple[str, ...],
        first_id: int | None,
    ) -> None:
        self.sock = sock
        self.config = config
        self.readable = readable
        self.first_id = first_id
        self.count = 0

    def run(self) -> NoReturn:
        # Garbage collected here would leave holes all over the heap; every fork would fill them
        # with its own objects, and so copy the pages that it should share.
        gc.disable()
        try:
            missing = self._preload()
            self._check_single_threaded()
        except BaseException as error:
            traceback.print_exc()
            wire.tell(
                self.sock,
                {"event": "failed", "layer": "fork server", "error": f"preload: {error}"},
            )
            os._exit(1)
        gc.freeze()
        pages.collapse()
        wire.tell(self.sock, {"event": "serving", "missing": missing})
        wakeup_read, wakeup_write = socket.socketpair()
        wakeup_read.setblocking(False)
        wakeup_write.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakeup_write.fileno(), warn_on_full_buffer=False)
        poller = select.poll()
        poller.register(self.sock, select.POLLIN)
        poller.register(wakeup_read, select.POLLIN)
        while True:
            ready = {fd for fd, _ in poller.poll()}
            if wakeup_read.fileno() in ready:
                with contextlib.suppress(BlockingIOError):
                    wakeup_read.recv(4096)
            self._reap()
            if self.sock.fileno() in ready:
                self._serve()

    def _preload(self) -> list[str]:
        """Import what the grader asked for; return what is not installed."""
        sys.path[:] = [*sys.path, *(p for p in self.config["path"] if p not in sys.path)]
        missing = []
        for name in self.config["preload"]:
            try:
                importlib.import_module(name)
            except ModuleNotFoundError:
                missing.append(name)
        return missing

    @staticmethod
    def _check_single_threaded() -> None:
        """A fork copies one thread alone: locks that others hold would stay locked for ever."""
        count = len(list(Path("/proc/self/task").iterdir()))
        if count != 1:
            raise KernelError(
                f"the preloaded modules started {count - 1} threads, which do not survive a fork; "
                "take the module that does so off the preload list"
            )

    @staticmethod
    def _reap() -> None:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

    def _serve(self) -> None:
        event, fds = wire.receive(self.sock)
        if event is None:
            if self.config["unsafe"]:
                remove_tree(Path(self.config["base"]))
            os._exit(0)
        self.count += 1
        pid = os.fork()
        if pid == 0:
            order, control, log, passed = self._read(fds)
            spawned.start(order, control, log, passed)
        for fd in fds:
            os.close(fd)

    def _read(self, fds: list[int]) -> tuple[spawned.Order, socket.socket, int, list[int]]:
        wish = wire.from_file(fds[0])
        host_id = None if self.first_id is None else self.first_id + self.count % _IDS
        order = spawned.Order(
            target=wish["target"],
            args=wish["args"],
            sandbox=Sandbox.from_json(wish["sandbox"]),
            limits=Limits.from_json(wish["limits"]),
            env=wish["env"],
            seed=wish["seed"],
            path=tuple(self.config["path"]),
            readable=self.readable,
            host_id=host_id,
            unsafe=bool(self.config["unsafe"]),
        )
        return order, socket.socket(fileno=fds[1]), fds[2], fds[3:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
