"""Where the cells of one notebook run: what the loop over them asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from nbformat import NotebookNode

from corrige.grading._runner import Ran
from corrige.verdict import Verdict


class Execution(Protocol):
    """A kernel for the student's code and a place for the tests, started and stopped together.

    unsafe: the student's code runs without a sandbox, and tests run in its kernel.
    """

    unsafe: bool

    @property
    def running(self) -> bool:
        """Whether cells can be run."""

    def start(self) -> None:
        """Start afresh. Raises KernelFault where that is not possible."""

    def stop(self) -> None:
        """End all that runs; safe to call twice."""

    def student(self, cell: NotebookNode, seconds: float, names: Iterable[str]) -> Ran:
        """Run a cell of the student's; `names` are what it should bind."""

    def instructor(self, cell: NotebookNode, seconds: float) -> Ran:
        """Run a cell of the instructor's that is not a test."""

    def test(self, cell: NotebookNode, seconds: float, seed: int) -> tuple[Ran, Verdict | None]:
        """Run a test cell; the verdict is None where the kernel broke and left none.

        The cell's outputs are such that nbgrader gives the verdict's points for them.
        """

    def death(self) -> str | None:
        """Return the limit that ended the kernel, in the student's words, if one did."""
