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
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_async
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from corrige.grading._outputs import OutputClient
from corrige.kernel import KernelError

log = logging.getLogger("corrige")


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


class _Client(OutputClient):
    """Runs cells in a kernel of its own. Errors in cells are kept as outputs."""

    def begin_within(self, cell: NotebookNode, seconds: float) -> None:
        self.begin(cell)
        self.timeout = max(1, round(seconds))

    def overflow(self) -> None:
        # nbclient notices the death of the kernel within a second and ends the cell.
        self._killing = asyncio.ensure_future(self._kill())

    async def _kill(self) -> None:
        if self.km is not None:
            await ensure_async(self.km.shutdown_kernel(now=True))


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
        client.begin_within(cell, seconds)
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
