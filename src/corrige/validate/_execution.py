"""An ordinary kernel that tells of tests in the words of autograde."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from corrige.grading._plain import PlainExecution
from corrige.grading._runner import Ending, Ran
from corrige.grading.cells import grade_id, max_points
from corrige.verdict import Outcome, Verdict
from corrige.wall import messages

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# How IPython heads each step of a traceback: a cell by its number, a module by its file.
_STEP = re.compile(r"^(?:Cell In\[(\d+)\], line \d+|File ([^\n]*?):\d+(?:, in|$))", re.MULTILINE)
_UNDEFINED = re.compile(r"name '([^']*)' is not defined")
_AUTHORS = {"grader_tests", "corrige"}


class OwnExecution(PlainExecution):
    """The author's own kernel; see `Execution` for what the methods promise.

    There is no wall here to tell the student's exceptions from a test's: that the traceback goes
    through a cell of the student's does.
    """

    def start(self) -> None:
        self._theirs: set[int] = set()
        super().start()

    def student(self, cell: NotebookNode, seconds: float, names: Iterable[str]) -> Ran:
        ran = super().student(cell, seconds, names)
        if cell.execution_count is not None:
            self._theirs.add(cell.execution_count)
        return ran

    def test(self, cell: NotebookNode, seconds: float, seed: int) -> tuple[Ran, Verdict | None]:
        ran, verdict = super().test(cell, seconds, seed)
        if verdict is None:
            name, best = grade_id(cell) or "", max_points(cell)
            if ran.ending is Ending.OUTPUT:
                return ran, None
            why = messages.SILENT if ran.ending is Ending.TIMEOUT else messages.DIED
            return ran, Verdict.ungradable(name, best, why, seconds=ran.seconds, seed=seed)
        errors = [output for output in cell.outputs if output.output_type == "error"]
        if errors:
            return ran, replace(verdict, message=self._told(errors[0]))
        if verdict.outcome is Outcome.FAILED:
            return ran, replace(verdict, message=messages.NOT_MET)
        if verdict.outcome is Outcome.PARTIAL:
            return ran, replace(verdict, message=messages.PARTIAL)
        return ran, verdict

    def _told(self, error: NotebookNode) -> str:
        steps = _STEP.findall(_ANSI.sub("", "\n".join(error.traceback)))
        if any(number and int(number) in self._theirs for number, _file in steps):
            if not error.evalue:
                return messages.RAISED.format(name=error.ename)
            return messages.RAISED_WITH.format(name=error.ename, message=error.evalue)
        if error.ename == "NameError" and (found := _UNDEFINED.search(error.evalue)):
            return messages.UNDEFINED.format(name=found[1])
        if error.ename == "AssertionError":
            last = steps[-1][1] if steps else ""
            # A library's text would show the values that were expected.
            ours = not last or _AUTHORS & set(Path(last).parts)
            return str(error.evalue) if ours and error.evalue else messages.NOT_MET
        if error.ename == "Failed":
            return messages.NOT_MET
        return messages.BROKE.format(name=error.ename)
