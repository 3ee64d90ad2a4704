"""Run cells in a kernel, one at a time, so that nothing a cell does can cost more than itself."""

from __future__ import annotations

import asyncio
import contextlib
import enum
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_async
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_output
from traitlets.config import Config

from corrige.grading._limits import Limits


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

    def begin(self, cell: NotebookNode, seconds: float) -> None:
        """Make ready for one cell; nbclient writes it back into a notebook, which it gets here."""
        self.nb = new_notebook(cells=[cell])
        self.timeout = max(1, round(seconds))
        self.flooded, self._received = False, 0

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        content = msg["content"]
        if msg["msg_type"] == "stream":
            self._received += len(content["text"])
        elif msg["msg_type"] in ("display_data", "execute_result", "update_display_data"):
            # A picture is counted at a tenth: an honest plot weighs far more than honest text.
            self._received += sum(len(str(value)) for value in content["data"].values()) // 10
        if self._received > self.output_limit and msg["msg_type"] != "status":
            if not self.flooded:
                # nbclient notices the death of the kernel within a second and ends the cell.
                self._killing = asyncio.ensure_future(self._kill())
            self.flooded = True
            return None
        return super().process_message(msg, cell, cell_index)

    async def _kill(self) -> None:
        if self.km is not None:
            await ensure_async(self.km.shutdown_kernel(now=True))


class Runner:
    """One kernel for one notebook; a new one is started when it is asked for.

    folder: the kernel's working directory, a scratch copy of the submission's files.
    environment: what the kernel's process gets as environment variables.
    """

    def __init__(
        self, folder: Path, environment: Mapping[str, str], limits: Limits, kernel_name: str
    ) -> None:
        self._folder, self._environment = folder, dict(environment)
        self._limits, self._kernel_name = limits, kernel_name
        self._client: _Client | None = None
        self._closing = contextlib.ExitStack()

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        return self._client is not None

    def start(self) -> None:
        """Start a kernel in place of the one before, if any.

        Raises KernelFault where none comes up: that is our side, not the student's.
        """
        self.stop()
        client = _Client(
            new_notebook(),
            kernel_name=self._kernel_name,
            kernel_manager_class=AsyncKernelManager,
            allow_errors=True,
            interrupt_on_timeout=False,
            store_widget_state=False,
            startup_timeout=60,
            shutdown_kernel="immediate",
            config=_local_sockets(self._closing),
            resources={"metadata": {"path": str(self._folder)}},
        )
        client.output_limit = self._limits.output
        try:
            self._closing.enter_context(client.setup_kernel(env=self._environment))
        except Exception as error:
            raise KernelFault(
                f"the kernel {self._kernel_name!r} does not start: {error}"
            ) from error
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
        except (DeadKernelError, RuntimeError):
            ending = Ending.DEATH
        if client.flooded:
            ending = Ending.OUTPUT
        ran = Ran(ending, time.monotonic() - began)
        if ran.broke_kernel:
            self.stop()
        return ran


def _local_sockets(closing: contextlib.ExitStack) -> Config:
    """Have the kernel listen in a private folder, not on ports that others could connect to."""
    if os.name != "posix":
        return Config()
    folder = tempfile.TemporaryDirectory(prefix="corrige-ipc-", ignore_cleanup_errors=True)
    address = str(Path(closing.enter_context(folder), "s"))
    return Config({"KernelManager": {"transport": "ipc", "ip": address}})


def error_output(name: str, text: str) -> NotebookNode:
    """Return an output of nbformat's type `error`, for which nbgrader gives no points."""
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
