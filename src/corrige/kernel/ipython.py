"""The function that a sandbox calls to be a Jupyter kernel. Importing it warms ipykernel."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ipykernel.ipkernel
import IPython.core.completer  # noqa: F401
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from traitlets import Integer
from traitlets.config import Config

from corrige.kernel import inside
from corrige.kernel.limits import OUTPUT_MESSAGES, Limit

FIRST_FD = 100
"""Number under which a kernel finds the first descriptor that was passed to it."""


class OutputMeter:
    """Ends its kernel once it has sent more than `most_bytes` of output (0: no limit).

    This keeps honest loops from flooding the grader. A dishonest kernel can go around it, so
    the grader's own side counts as well.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most, self._sent = most_bytes, 0

    def count(self, message: dict[str, Any]) -> None:
        if self._most and message.get("msg_type") in OUTPUT_MESSAGES:
            self._sent += _size(message["content"])
            if self._sent > self._most:
                inside.give_up(Limit.OUTPUT)


class MeteredSession(Session):
    """A session that ends its kernel once it has sent too much."""

    most_bytes = Integer(0, help="Bytes of output to send at most; 0 for no limit.")
    _meter: OutputMeter | None = None

    def send(self, stream: Any, msg_or_type: Any, *args: Any, **kwargs: Any) -> Any:
        sent = super().send(stream, msg_or_type, *args, **kwargs)
        if sent:
            if self._meter is None:
                self._meter = OutputMeter(self.most_bytes)
            self._meter.count(sent)
        return sent


def _size(content: Any) -> int:
    if isinstance(content, dict):
        return sum(_size(value) for value in content.values())
    if isinstance(content, list):
        return sum(_size(value) for value in content)
    return len(content) if isinstance(content, (str, bytes)) else 8


@contextlib.contextmanager
def modules_unlisted() -> Iterator[None]:
    """Keep ipykernel from visiting every module, for its debugger's "just my code".

    The visit costs milliseconds, and copies a page or more for each of thousands of modules
    that the forks would otherwise share.
    """
    module: Any = ipykernel.ipkernel
    whole = module.sys
    module.sys = SimpleNamespace(**{**vars(sys), "modules": {}})
    try:
        yield
    finally:
        module.sys = whole


def main(args: dict[str, Any], fds: tuple[int, ...]) -> None:
    """Be a kernel: `args` holds the connection, command-line arguments and the output limit."""
    for number, fd in enumerate(fds, FIRST_FD):
        move(fd, number)
    file = args["connection_file"]
    Path(file).write_text(json.dumps(args["connection"]), encoding="utf-8")
    sys.argv[:] = ["ipykernel_launcher.py", "-f", file]
    # The history would be a file; profile folders are not written to.
    config = Config({"HistoryManager": {"hist_file": ":memory:"}})
    app = IPKernelApp.instance(config=config)
    app.session = MeteredSession(parent=app, most_bytes=args.get("output", 0))
    with modules_unlisted():
        app.initialize(["-f", file, *args.get("argv", [])])  # type: ignore[no-untyped-call]
    connect_plots()
    inside.ready()
    find_files_beside()  # only what comes from here on may be the student's
    app.start()  # type: ignore[no-untyped-call]


def move(fd: int, number: int) -> int:
    """Give a descriptor another number; return it."""
    os.dup2(fd, number, inheritable=False)
    os.close(fd)
    return number


def find_files_beside() -> None:
    """Let files beside the notebook be imported, as in any.

    The fork server runs without this (-P), and IPython then leaves it out.
    """
    if "" not in sys.path:
        sys.path.insert(0, "")


def connect_plots() -> None:
    """The inline backend looks for a kernel when it is imported, which was before the fork."""
    backend = sys.modules.get("matplotlib_inline.backend_inline")
    if backend is not None:
        backend._enable_matplotlib_integration()
