"""Without a sandbox and without a wall: the student's kernel runs everything, tests included.

For work that you would run yourself, and for machines that have no sandbox.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode

from corrige.grading._judge import judge, without_stderr
from corrige.grading._limits import Limits
from corrige.grading._runner import Ran, Runner
from corrige.verdict import Verdict


def plain_environment(seed: int, language: str, beside: Path | None) -> dict[str, str]:
    """Return the environment of a plain kernel; `beside`: the folder that holds grader_tests/."""
    places = [str(beside) if beside else "", os.environ.get("PYTHONPATH")]
    return {
        **os.environ,
        "CORRIGE_SEED": str(seed),
        "CORRIGE_LANGUAGE": language,
        "PYTHONPATH": os.pathsep.join(filter(None, places)),
        # Byte code of what students submit must not outlive the scratch folder.
        "PYTHONDONTWRITEBYTECODE": "1",
        # As in the sandbox: sums come out the same, and small models do not wait for threads.
        "OMP_NUM_THREADS": "1",
    }


class PlainExecution:
    """One ordinary kernel; see `Execution` for what the methods promise."""

    unsafe = True

    def __init__(
        self, folder: Path, environment: Mapping[str, str], limits: Limits, kernel_name: str
    ) -> None:
        self._environment, self._kernel_name = dict(environment), kernel_name
        self._sockets = contextlib.ExitStack()
        self._runner = Runner(self._new_manager, folder, limits.output)

    @property
    def running(self) -> bool:
        return self._runner.running

    def start(self) -> None:
        self._runner.start(env=self._environment)

    def stop(self) -> None:
        self._runner.stop()
        self._sockets.close()

    def student(self, cell: NotebookNode, seconds: float, names: Iterable[str]) -> Ran:
        return self._runner.run(cell, seconds)

    def instructor(self, cell: NotebookNode, seconds: float) -> Ran:
        return self._runner.run(cell, seconds)

    def test(self, cell: NotebookNode, seconds: float, seed: int) -> tuple[Ran, Verdict | None]:
        ran = self._runner.run(cell, seconds)
        if ran.broke_kernel:
            return ran, None
        without_stderr(cell)
        return ran, judge(cell, ran.seconds, seed)

    def death(self) -> str | None:
        return None

    def _new_manager(self) -> AsyncKernelManager:
        if os.name != "posix":
            return AsyncKernelManager(kernel_name=self._kernel_name)
        # A private folder, not ports that others on the machine could connect to.
        self._sockets.close()
        folder = tempfile.TemporaryDirectory(prefix="corrige-ipc-", ignore_cleanup_errors=True)
        address = str(Path(self._sockets.enter_context(folder), "s"))
        return AsyncKernelManager(kernel_name=self._kernel_name, transport="ipc", ip=address)
