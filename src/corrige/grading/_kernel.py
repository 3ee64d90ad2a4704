"""The student's kernel in its sandbox, driven over a socket of ours."""

from __future__ import annotations

import contextlib
import logging
import signal
import socket
import time
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionComplete
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from corrige.checks import translate as _
from corrige.grading._outputs import OutputClient
from corrige.grading._runner import Ending, KernelFault, Ran
from corrige.kernel import Child, Death, ForkServer, KernelError, Sandbox, SandboxConfig
from corrige.kernel.forkserver import copy_into
from corrige.kernel.frames import Frames

log = logging.getLogger("corrige")
_GRACE = 2.0
"""Seconds that a kernel gets to come back from an interrupt."""
_DYING = 0.5
"""Seconds in which the end of a sandbox follows that of the process in it."""
_BROKEN = (OSError, EOFError, ValueError)
"""What a kernel brings about that is gone, or speaks no protocol."""


class StudentKernel:
    """One sandboxed kernel for one notebook; a new one is started when it is asked for.

    folder: what its working folder is a copy of.
    output: bytes that one cell may show.
    """

    def __init__(
        self, folder: Path, server: ForkServer, settings: SandboxConfig, output: int
    ) -> None:
        self._folder, self._server, self._settings = folder, server, settings
        self._outputs = OutputClient(new_notebook(), km=None)
        self._outputs.output_limit = output
        self._child: Child | None = None
        self._death: Death | None = None
        self._scratch: Path | None = None
        self._frames: Frames | None = None
        self._number = 0

    @property
    def running(self) -> bool:
        return self._frames is not None

    def start(self, wall: socket.socket | None = None) -> None:
        """Start afresh; `wall` is where tests ask for the student's names, if there are any.

        Raises KernelFault where none comes up: that is our side, not the student's.
        """
        self.stop()
        ours, theirs = socket.socketpair()
        fds = [theirs.fileno()] if wall is None else [theirs.fileno(), wall.fileno()]
        limits = self._settings.limits()
        with theirs:
            try:
                self._scratch = self._server.scratch()
                copy_into(self._scratch, self._folder, most_bytes=limits.scratch)
                self._child = self._server.spawn(
                    "corrige.kernel.cells:main",
                    {"output": limits.output, "serve": "corrige.wall.agent:serve"},
                    sandbox=Sandbox(scratch=self._scratch),
                    limits=limits,
                    fds=fds,
                    env=self._settings.env,
                    seed=self._settings.seed,
                )
            except (OSError, KernelError) as error:
                ours.close()
                self._let_go()
                raise KernelFault(f"no kernel could be started: {error}") from error
        self._frames, self._death = Frames(ours), None

    def stop(self) -> None:
        """End the kernel; what it leaves undone is killed with it. Safe to call twice."""
        # Killed before it sees its socket close: an orderly end would cost more than it is worth.
        if self._child is not None:
            self._death = self._child.poll()
        self._let_go()
        if self._frames is not None:
            self._frames.close()
            self._frames = None

    def _let_go(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None
        if self._scratch is not None:
            self._server.discard(self._scratch)
            self._scratch = None

    def run(self, cell: NotebookNode, seconds: float, *, show: bool = True) -> Ran:
        """Run `cell`; the kernel is stopped where it cannot go on.

        With `show` the cell's outputs are filled in, otherwise what it shows is dropped.
        """
        began = time.monotonic()
        if show:
            cell.outputs = []
        self._outputs.begin(cell)
        try:
            answer = self._ask({"run": cell.source}, began + seconds, cell if show else None)
            ending = Ending.ERROR if answer.get("status") == "error" else Ending.DONE
            if answer.get("status") == "exit":
                ending = Ending.DEATH
            if show and isinstance(answer.get("execution_count"), int):
                cell.execution_count = answer["execution_count"]
        except TimeoutError:
            ending = Ending.TIMEOUT
        except _BROKEN as error:
            log.debug("the kernel is given up: %r", error)
            ending = Ending.DEATH
        if self._outputs.flooded:
            ending = Ending.OUTPUT
        ran = Ran(ending, time.monotonic() - began)
        if ran.broke_kernel:
            if ending is Ending.DEATH:
                self.last_words()
            self.stop()
        return ran

    def interrupt(self) -> bool:
        """Bring it back from a test that does not end; False, and stopped, where it stays away."""
        if self._child is None:
            return False
        self._child.signal(signal.SIGINT)
        try:
            self._ask({}, time.monotonic() + _GRACE, None)
        except _BROKEN:
            self.stop()
        return self.running

    def death(self) -> str | None:
        """Return the limit that ended the kernel, in the student's words, if one did."""
        death = self._death if self._child is None else self._child.poll()
        if death is None or death.limit is None:
            return None
        return _("stopped at {limit}").format(limit=_(death.limit.words))

    def last_words(self) -> str | None:
        """Return `death`, of a kernel that may be dying; waits a moment for it to say why."""
        if self._child is not None:
            with contextlib.suppress(TimeoutError):
                self._child.wait(_DYING)
        return self.death()

    def _ask(
        self, order: dict[str, Any], deadline: float, cell: NotebookNode | None
    ) -> dict[str, Any]:
        """Send an order and return its answer; what comes before it goes into `cell`.

        Raises TimeoutError where the deadline passes, one of `_BROKEN` otherwise.
        """
        self._number += 1
        assert self._frames is not None, "start a kernel first"
        self._frames.put(order | {"number": self._number}, deadline)
        while True:
            message = self._frames.get(deadline)
            if not isinstance(message, dict):
                raise ValueError("not a message")
            if message.get("ended") == self._number:
                return message
            if cell is not None and message.get("parent") == str(self._number):
                self._take_in(message, cell)
                if self._outputs.flooded:
                    raise ValueError("too much output")

    def _take_in(self, message: dict[str, Any], cell: NotebookNode) -> None:
        message["header"] = {"msg_type": message.get("msg_type")}
        message["parent_header"] = {"msg_id": str(self._number)}
        with contextlib.suppress(CellExecutionComplete):
            shown = self._outputs.process_message(message, cell, 0)
            if shown is not None and shown.get("output_type") == "stream":
                _merge(cell.outputs)


def _merge(outputs: list[NotebookNode]) -> None:
    """Join the last two outputs where they are text of the same stream, as a notebook shows it."""
    if len(outputs) > 1:
        before, last = outputs[-2:]
        if before.output_type == "stream" and before.name == last.name:
            before.text += last.text
            outputs.pop()
