"""Starts the processes of a wall test quickly: one process imports torch and forks on request.

A request names a role and carries the sockets the child gets:

student: runs the given source, then serves the wall; the source sees its end as `fd` and may
    raise SystemExit instead of serving.
kernel: runs one cell after another, as a notebook's kernel does.
verifier: `corrige.wall.verifier.run`.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from typing import Any


class Forge:
    """The parent's side."""

    def __init__(self) -> None:
        self.line, theirs = socket.socketpair()
        command = [sys.executable, __file__, str(theirs.fileno())]
        # Reading a course's configuration, as other tests do, puts the course on this path.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment)
        theirs.close()
        self.children: list[int] = []

    def fork(self, role: str, *sockets: socket.socket, source: str = "") -> int:
        """Start a child that takes over `sockets` (closed here); return its process id."""
        data = json.dumps({"role": role, "source": source}).encode()
        fds = [sock.fileno() for sock in sockets]
        socket.send_fds(self.line, [len(data).to_bytes(4, "big") + data], fds)
        for sock in sockets:
            sock.close()
        pid = int.from_bytes(self.line.recv(8), "big")
        self.children.append(pid)
        return pid

    def kill_children(self) -> None:
        for pid in self.children:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.children.clear()

    def close(self) -> None:
        self.kill_children()
        self.line.close()
        self.process.wait(10)


def _student(source: str, fd: int) -> None:
    from corrige.wall.agent import serve

    namespace: dict[str, Any] = {"fd": fd, "__name__": "student"}
    exec(compile(source, "<student>", "exec"), namespace)
    with contextlib.suppress(OSError):  # the test is over: our end is closed
        while os.fstat(fd):
            serve(fd, namespace)


def _kernel(fd: int, commands: int) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__", "fd": fd}
    sys.modules["__main__"].__dict__.update(namespace)
    with socket.socket(fileno=commands) as line, line.makefile("rw") as cells:
        for cell in cells:
            try:
                exec(compile(json.loads(cell), "<cell>", "exec"), sys.modules["__main__"].__dict__)
                answer = ""
            except BaseException:
                answer = traceback.format_exc()
            cells.write(json.dumps(answer) + "\n")
            cells.flush()


def main(fd: int) -> None:
    import torch

    from corrige.wall import verifier

    torch.set_num_threads(1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    line = socket.socket(fileno=fd)
    while True:
        data, fds, _, _ = socket.recv_fds(line, 2**20, 4)
        if not data:
            return
        request = json.loads(data[4:])
        pid = os.fork()
        if pid == 0:
            line.close()
            try:
                if request["role"] == "student":
                    _student(request["source"], *fds)
                elif request["role"] == "kernel":
                    _kernel(*fds)
                else:
                    verifier.run(*fds)
            except SystemExit:
                os._exit(0)
            except BaseException:
                traceback.print_exc()
            os._exit(1)
        for number in fds:
            os.close(number)
        line.sendall(pid.to_bytes(8, "big"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
