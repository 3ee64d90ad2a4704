"""A sandboxed kernel that no test ever reaches: what it prints can go to the student."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode

from corrige.checks import translate as _
from corrige.grading._runner import Ran, Runner
from corrige.kernel import ForkServer, SandboxConfig, WarmKernelManager
from corrige.verdict import Verdict


class BareExecution:
    """One sandboxed kernel, without a wall; see `Execution` for what the methods promise.

    fds: descriptors that the next kernel inherits.
    """

    unsafe = False

    def __init__(
        self, folder: Path, server: ForkServer, settings: SandboxConfig, output: int
    ) -> None:
        self._server, self._settings = server, settings
        self._manager: WarmKernelManager | None = None
        self.fds: tuple[int, ...] = ()
        self.runner = Runner(self._new_manager, folder, output)

    @property
    def running(self) -> bool:
        return self.runner.running

    def start(self) -> None:
        self.runner.start()

    def stop(self) -> None:
        self.runner.stop()

    def student(self, cell: NotebookNode, seconds: float, names: Iterable[str]) -> Ran:
        return self.runner.run(cell, seconds)

    def instructor(self, cell: NotebookNode, seconds: float) -> Ran:
        return self.runner.run(cell, seconds)

    def test(self, cell: NotebookNode, seconds: float, seed: int) -> tuple[Ran, Verdict | None]:
        raise RuntimeError("no test may reach this kernel")

    def death(self) -> str | None:
        death = self._manager.death if self._manager is not None else None
        if death is None or death.limit is None:
            return None
        return _("stopped at {limit}").format(limit=_(death.limit.words))

    def _new_manager(self) -> AsyncKernelManager:
        self._manager = WarmKernelManager(
            server=self._server, settings=self._settings, fds=self.fds
        )
        return self._manager
