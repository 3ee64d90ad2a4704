"""Run cells in a kernel, one at a time, so that nothing a cell does can cost more than itself."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_async, run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete, CellTimeoutError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from corrige.kernel import KernelError

log = logging.getLogger("corrige")
T = TypeVar("T")
_GRACE = 2.0
"""Seconds that a kernel gets to come back from serving a test, and from an interrupt."""


class Ending(enum.Enum):
    """How a cell ended."""

    DONE = "done"
    ERROR = "error"
    TIMEOUT = "timeout"
    OUTPUT = "output"
    DEATH = "death"


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of one cell; `seconds` of wall-clock time."""

    ending: Ending
    seconds: float

    @property
    def broke_kernel(self) -> bool:
        """Whether the kernel is gone, or in no state to go on with."""
        return self.ending in (Ending.DEATH, Ending.TIMEOUT, Ending.OUTPUT)


class KernelFault(Exception):
    """The kernel could not be started: our side, not the student's."""


class _Client(NotebookClient):
    """nbclient, with a cap on what a cell may print. Errors in cells are kept as outputs."""

    output_limit = 2**20
    flooded = False
    _received = 0

    def begin(self, cell: NotebookNode, seconds: float | None) -> None:
        """Make ready for one cell; nbclient writes it back into a notebook, which it gets here."""
        self.nb = new_notebook(cells=[cell])
        self.timeout = None if seconds is None else max(1, round(seconds))
        self.flooded, self._received = False, 0

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        try:
            return self._process(msg, cell, cell_index)
        except CellExecutionComplete:
            raise
        except Exception as error:
            # The student's code can send what it likes; what is no message shows nothing.
            self.log.debug("a malformed message of the kernel's is dropped: %r", error)
            return None

    def _process(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        content = msg["content"]
        if msg["msg_type"] == "stream":
            self._received += len(content["text"])
        elif msg["msg_type"] in ("display_data", "execute_result", "update_display_data"):
            # A picture is counted at a tenth: an honest plot weighs far more than honest text.
            self._received += sum(len(str(value)) for value in content["data"].values()) // 10
        elif msg["msg_type"] == "error":
            self._received += len(content["evalue"]) + sum(map(len, content["traceback"]))
        if self._received > self.output_limit and msg["msg_type"] != "status":
            if not self.flooded:
                # nbclient notices the death of the kernel within a second and ends the cell.
                self._killing = asyncio.ensure_future(self.kill())
            self.flooded = True
            return None
        return super().process_message(msg, cell, cell_index)

    async def kill(self) -> None:
        if self.km is not None:
            await ensure_async(self.km.shutdown_kernel(now=True))

    async def interrupt(self) -> None:
        if self.km is not None:
            await ensure_async(self.km.interrupt_kernel())


class Runner:
    """One kernel for one notebook; a new one is started when it is asked for.

    new_manager: makes the manager of one kernel, which is not started yet.
    folder: the kernel's working directory, a scratch copy of the submission's files.
    output: bytes that one cell may print.
    """

    def __init__(
        self, new_manager: Callable[[], AsyncKernelManager], folder: Path, output: int
    ) -> None:
        self._new_manager, self._folder, self._output = new_manager, folder, output
        self._client: _Client | None = None
        self._closing = contextlib.ExitStack()

    @property
    def running(self) -> bool:
        return self._client is not None

    def start(self, **options: Any) -> None:
        """Start a kernel in place of the one before, if any; `options` go to its manager.

        Raises KernelFault where none comes up: that is our side, not the student's.
        """
        self.stop()
        try:
            client = _Client(
                new_notebook(),
                km=self._new_manager(),
                allow_errors=True,
                interrupt_on_timeout=False,
                store_widget_state=False,
                startup_timeout=60,
                shutdown_kernel="immediate",
                resources={"metadata": {"path": str(self._folder)}},
            )
            client.output_limit = self._output
            self._closing.enter_context(client.setup_kernel(cleanup_kc=True, **options))
        except (RuntimeError, OSError, KernelError) as error:
            raise KernelFault(f"no kernel could be started: {error}") from error
        self._client = client

    def stop(self) -> None:
        """End the kernel; what it leaves undone is killed with it."""
        self._client = None
        # Shutting down a kernel that has just died races with its death.
        with contextlib.suppress(RuntimeError, OSError):
            self._closing.close()

    def run(self, cell: NotebookNode, seconds: float) -> Ran:
        """Run `cell`, its outputs in place; the kernel is stopped where it cannot go on."""
        client = self._client
        assert client is not None, "start a kernel first"
        client.begin(cell, seconds)
        began = time.monotonic()
        try:
            client.execute_cell(cell, 0)
            failed = any(output.output_type == "error" for output in cell.outputs)
            ending = Ending.ERROR if failed else Ending.DONE
        except CellTimeoutError:
            ending = Ending.TIMEOUT
        except Exception as error:
            # A dead kernel, or one that speaks no protocol: either way it cannot go on.
            log.debug("the kernel is given up: %r", error)
            ending = Ending.DEATH
        if client.flooded:
            ending = Ending.OUTPUT
        ran = Ran(ending, time.monotonic() - began)
        if ran.broke_kernel:
            self.stop()
        return ran

    def serve(self, source: str, finish: Callable[[], T]) -> tuple[T, Ran]:
        """Run `source`, which answers requests, beside `finish`, which returns when all are made.

        What `source` prints is dropped. A kernel that goes on after `finish` is interrupted; one
        that still goes on then is stopped.
        """
        began = time.monotonic()
        result, ending = run_sync(self._serve)(source, finish)
        ran = Ran(ending, time.monotonic() - began)
        if ran.broke_kernel:
            self.stop()
        return result, ran

    async def _serve(self, source: str, finish: Callable[[], T]) -> tuple[T, Ending]:
        client = self._client
        assert client is not None, "start a kernel first"
        cell = new_code_cell(source)
        client.begin(cell, None)
        serving = asyncio.ensure_future(client.async_execute_cell(cell, 0, store_history=False))
        finishing = asyncio.ensure_future(asyncio.to_thread(finish))
        await asyncio.wait({serving, finishing}, return_when=asyncio.FIRST_COMPLETED)
        if not finishing.done():
            # Who stops serving before the end would let `finish` wait for nothing until its
            # deadline; the end of the kernel shows at once.
            await asyncio.wait({finishing}, timeout=_GRACE)
            if not finishing.done():
                await client.kill()
        result = await finishing
        ending = Ending.DONE
        for end in (client.interrupt, client.kill, None):
            done, _ = await asyncio.wait({serving}, timeout=_GRACE)
            if done:
                break
            ending = Ending.TIMEOUT
            if end is not None:
                await end()
        else:
            serving.cancel()
            return result, Ending.TIMEOUT
        if client.flooded:
            ending = Ending.OUTPUT
        elif serving.exception() is not None:
            ending = Ending.DEATH if ending is Ending.DONE else Ending.TIMEOUT
        elif ending is Ending.TIMEOUT:
            # The interrupt brought it back: it can go on.
            ending = Ending.ERROR
        return result, ending


def error_output(name: str, text: str) -> NotebookNode:
    """Return an output of nbformat's type `error`, for which nbgrader gives no points."""
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
