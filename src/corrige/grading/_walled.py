"""With sandbox and wall: the student's kernel and the verifier, each in a sandbox of its own."""

from __future__ import annotations

import hashlib
import shutil
import socket
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from corrige.grading._judge import write
from corrige.grading._kernel import StudentKernel
from corrige.grading._limits import Limits
from corrige.grading._runner import Ending, KernelFault, Ran
from corrige.kernel import (
    Child,
    ForkServer,
    KernelError,
    Sandbox,
    SandboxConfig,
    shared_server,
)
from corrige.kernel.preloads import GRADING
from corrige.kernel.sandbox import HOME
from corrige.verdict import Verdict
from corrige.wall import messages
from corrige.wall.patience import Patience
from corrige.wall.session import WallSession

_RULES = "__import__('corrige.checks', fromlist=['use_notebook']).use_notebook({text!r})"


@dataclass(frozen=True)
class Trusted:
    """What the verifier is given.

    files: the instructor's files of the assignment, in which its cells run.
    checks: the folder `grader_tests`, None where the course has none.
    names: what the student's cells should bind; all else is the instructor's.
    seed, language: what checks draw from, and what they say things in.
    text: all code of the submission, for rules on how it is written.
    """

    files: Path
    checks: Path | None
    names: frozenset[str]
    seed: int
    language: str
    text: str


class ShownExecution:
    """One sandboxed kernel without a wall: what it prints can go to the student."""

    unsafe = False

    def __init__(self, kernel: StudentKernel) -> None:
        self._kernel = kernel

    @property
    def running(self) -> bool:
        return self._kernel.running

    def start(self) -> None:
        self._kernel.start()

    def stop(self) -> None:
        self._kernel.stop()

    def student(self, cell: NotebookNode, seconds: float, names: Iterable[str]) -> Ran:
        return self._kernel.run(cell, seconds)

    def instructor(self, cell: NotebookNode, seconds: float) -> Ran:
        return self._kernel.run(cell, seconds)

    def test(self, cell: NotebookNode, seconds: float, seed: int) -> tuple[Ran, Verdict | None]:
        raise RuntimeError("no test may reach this kernel")

    def death(self) -> str | None:
        return self._kernel.death()


class WalledExecution:
    """A pair of sandboxes and the wall between; see `Execution` for what the methods promise."""

    unsafe = False

    def __init__(
        self, folder: Path, trusted: Trusted, limits: Limits, settings: SandboxConfig
    ) -> None:
        self._trusted, self._limits, self._settings = trusted, limits, settings
        self._folder = folder
        if settings.seed is None:
            # Known to the student's code, so nothing that the checks' seed could be read from.
            settings.seed = int.from_bytes(
                hashlib.sha256(f"kernel {trusted.seed}".encode()).digest()[:4]
            )
        self._server = server()
        self._kernel = self._new_kernel()
        self._verifier: Child | None = None
        self._session: WallSession | None = None
        self._scratch: Path | None = None

    def shown(self) -> ShownExecution:
        """Return a kernel like the student's, in a sandbox of its own, that no test reaches."""
        return ShownExecution(self._new_kernel())

    def _new_kernel(self) -> StudentKernel:
        return StudentKernel(self._folder, self._server, self._settings, self._limits.output)

    @property
    def running(self) -> bool:
        return self._session is not None and self._kernel.running

    def start(self) -> None:
        self.stop()
        student, wall = socket.socketpair()
        ours, theirs = socket.socketpair()
        # Our copies of both ends must go, or the death of one side would look like silence.
        with student, wall, theirs:
            try:
                self._verifier = self._start_verifier(wall.fileno(), theirs.fileno())
                self._kernel.start(student)
            except (OSError, KernelError) as error:
                ours.close()
                raise KernelFault(f"no sandbox could be started: {error}") from error
        limits = self._limits
        self._session = WallSession(
            ours,
            paths=[Path(HOME)],
            patience=Patience(call=limits.test, cell=limits.test, start=limits.test),
        )
        self._session.begin_instructor_cell(_RULES.format(text=self._trusted.text))
        if told := self._session.finish():
            raise KernelFault(f"the verifier does not start: {told} {self._last_words()}")
        # A name whose cell was deleted is missing on the student's side, not on ours.
        self._session.student_cell_ran(self._trusted.names)

    def stop(self) -> None:
        self._kernel.stop()
        if self._verifier is not None:
            self._verifier.close()
            self._verifier = None
        if self._session is not None:
            self._session.close()
            self._session = None
        if self._scratch is not None:
            self._server.discard(self._scratch)
            self._scratch = None

    def student(self, cell: NotebookNode, seconds: float, names: Iterable[str]) -> Ran:
        ran = self._kernel.run(cell, seconds, show=False)
        if not ran.broke_kernel and self._session is not None:
            self._session.student_cell_ran(names)
        return ran

    def instructor(self, cell: NotebookNode, seconds: float) -> Ran:
        ran = self._kernel.run(cell, seconds, show=False)
        if ran.broke_kernel or self._session is None:
            return ran
        self._session.begin_instructor_cell(cell.source, self._trusted.seed)
        self._session.finish()
        if self._session.silent and not self._kernel.interrupt():
            return Ran(Ending.TIMEOUT, ran.seconds)
        return ran

    def test(self, cell: NotebookNode, seconds: float, seed: int) -> tuple[Ran, Verdict | None]:
        assert self._session is not None, "start first"
        data = cell.metadata.nbgrader
        hidden = "### BEGIN HIDDEN TESTS" in cell.source
        self._session.begin_test_cell(
            data["grade_id"], cell.source, float(data["points"]), seed, hidden=hidden
        )
        verdict = self._session.finish()
        assert isinstance(verdict, Verdict)
        ran = Ran(Ending.DONE, verdict.seconds)
        write(cell, verdict)
        if self._session.fault:
            # A dead or confused verifier; the next cell gets a new one.
            verdict = replace(verdict, detail=f"{verdict.detail}\n{self._last_words()}")
            self.stop()
            ran = Ran(Ending.DEATH, ran.seconds)
        elif verdict.needs_person and verdict.message in (messages.PROTOCOL, messages.DIED):
            # Nothing more comes over this wall; the next cell gets a new one.
            if (limit := self._kernel.last_words()) is not None:
                verdict = replace(verdict, message=f"{verdict.message} ({limit})")
                write(cell, verdict)
            self.stop()
            ran = Ran(Ending.DEATH, ran.seconds)
        elif self._session.silent and not self._kernel.interrupt():
            ran = Ran(Ending.TIMEOUT, ran.seconds)
        return ran, verdict

    def death(self) -> str | None:
        return self._kernel.death()

    def _last_words(self) -> str:
        """Return how the verifier ended and what it printed, for the grader."""
        if self._verifier is None:
            return ""
        return f"verifier: {self._verifier.poll() or 'runs'} {self._verifier.log()[-1000:]}"

    def _start_verifier(self, wall: int, control: int) -> Child:
        self._scratch = self._server.scratch()
        shutil.copytree(
            self._trusted.files,
            self._scratch,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("*.ipynb"),
        )
        if (checks := self._trusted.checks) is not None:
            shutil.copytree(checks, self._scratch / checks.name)
        return self._server.spawn(
            "corrige.wall.verifier:start",
            fds=(wall, control),
            sandbox=Sandbox(scratch=self._scratch),
            limits=self._settings.limits(),
            env={
                "CORRIGE_SEED": str(self._trusted.seed),
                "CORRIGE_LANGUAGE": self._trusted.language,
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )


def server() -> ForkServer:
    """Return the fork server for grading; KernelFault where this machine has no sandbox."""
    try:
        return shared_server(preload=GRADING)
    except KernelError as error:
        raise KernelFault(str(error)) from error
