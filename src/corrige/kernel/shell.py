"""An IPython kernel without its network: built once in the warm process, shared by all forks.

It is ipykernel's own, with one difference: what it sends goes to a function instead of a socket
of ZeroMQ's. Importing this module builds it, so only a fork server should.
"""

from __future__ import annotations

import asyncio
import fcntl
import io
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ipykernel.debugger
import ipykernel.ipkernel
import IPython.core.completer  # noqa: F401
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from traitlets.config import Config

from corrige.kernel.ipython import connect_plots, find_files_beside, modules_unlisted

CONNECTION_FILE = "/tmp/kernel.json"
_FLUSH_BYTES = 8192
_FLUSH_SECONDS = 0.2
_CAPTURED_BYTES = 16 * 2**20

Message = dict[str, Any]


class ToldSession(Session):
    """A session whose messages go to `tell`, as {msg_type, content, metadata, parent}."""

    tell: Callable[[Message], None] | None = None

    def send(
        self,
        stream: Any,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        if isinstance(msg_or_type, dict):
            message = msg_or_type
        else:
            metadata = kwargs.get("metadata")
            message = self.msg(msg_or_type, content, parent=parent, metadata=metadata)
        if self.tell is not None:
            self.tell(
                {
                    "msg_type": message["header"]["msg_type"],
                    "content": message["content"],
                    "metadata": message.get("metadata", {}),
                    "parent": message.get("parent_header", {}).get("msg_id"),
                }
            )
        return message


class ToldStream(io.TextIOBase):
    """What the kernel's code finds as sys.stdout or sys.stderr: it sends stream messages."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, session: ToldSession, name: str, fd: int) -> None:
        self.session, self.name, self._fd = session, name, fd
        self.parent_header: Message = {}
        self._pending: list[str] = []
        self._size = 0
        self._flushed = 0.0
        self._lock = threading.RLock()

    def set_parent(self, parent: Message) -> None:
        self.parent_header = parent.get("header", {})

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        with self._lock:
            self._pending.append(text)
            self._size += len(text)
            late = time.monotonic() - self._flushed > _FLUSH_SECONDS
        if late or self._size > _FLUSH_BYTES:
            self.flush()
        return len(text)

    def flush(self) -> None:
        with self._lock:
            text, self._pending, self._size = "".join(self._pending), [], 0
            self._flushed = time.monotonic()
        if text:
            content = {"name": self.name, "text": text}
            self.session.send(None, "stream", content, parent={"header": self.parent_header})

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._fd


class _Captured:
    """What arrives on a descriptor past sys.stdout: C code, `os.system`, other processes."""

    def __init__(self, stream: ToldStream, fd: int) -> None:
        self._stream = stream
        self._file, name = tempfile.mkstemp()
        Path(name).unlink()
        os.dup2(self._file, fd)
        fcntl.fcntl(fd, fcntl.F_SETFL, os.O_APPEND)
        self._seen = 0

    def pass_on(self) -> None:
        data = os.pread(self._file, _CAPTURED_BYTES, self._seen)
        if data:
            self._seen += len(data)
            self._stream.write(data.decode("utf-8", "replace"))


def _build() -> IPythonKernel:
    """Build ipykernel's kernel without sockets, threads, debugger or files."""
    config = Config(
        {
            # Libraries look for this section to see whether they run in a notebook.
            "IPKernelApp": {"connection_file": CONNECTION_FILE},
            # A history would be a file, and a thread that writes it.
            "HistoryManager": {"enabled": False, "hist_file": ":memory:"},
        }
    )
    module: Any = ipykernel.debugger
    available, module._is_debugpy_available = module._is_debugpy_available, False
    try:
        with modules_unlisted():
            # Not initialized: it is only looked up, for its kernel and its settings.
            app: Any = IPKernelApp.instance(config=config)
            app.connection_file = CONNECTION_FILE
            made: IPythonKernel = IPythonKernel.instance(
                parent=app, session=ToldSession(), log=logging.getLogger("ipykernel")
            )
            app.kernel, app.shell = made, made.shell
    finally:
        module._is_debugpy_available = available
    # A cell with a top-level `await` asks which thread reads the requests: ours is the only one.
    made.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())
    return made


_main = sys.modules["__main__"]
kernel = _build()
"""The kernel that each fork has a copy of."""
_user_main = sys.modules["__main__"]
sys.modules["__main__"] = _main
_captured: list[_Captured] = []


def adopt(tell: Callable[[Message], None], argv: list[str]) -> None:
    """Make this fork the kernel: its module is `__main__`, what it sends goes to `tell`."""
    sys.modules["__main__"] = _user_main
    sys.argv[:] = argv
    session: Any = kernel.session
    session.tell = tell
    sys.stdout.flush()
    sys.stderr.flush()
    for name, fd in (("stdout", 1), ("stderr", 2)):
        stream = ToldStream(session, name, fd)
        setattr(sys, name, stream)
        _captured.append(_Captured(stream, fd))
    connect_plots()
    find_files_beside()


def wants_to_go() -> bool:
    """Whether a cell has called `exit()`, which ends the kernel once the cell is over."""
    return bool(getattr(kernel.shell, "exit_now", False))


def run(source: str, number: int, loop: asyncio.AbstractEventLoop) -> Message:
    """Run a cell as ipykernel does on a request; return its reply."""
    parent = {"header": {"msg_id": str(number), "msg_type": "execute_request"}}
    untyped: Any = kernel
    untyped.set_parent([b""], parent)
    reply = loop.run_until_complete(untyped.do_execute(source, False, allow_stdin=False))
    for captured in _captured:
        captured.pass_on()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return dict(reply)
