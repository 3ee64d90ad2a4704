"""From the outputs of a test cell to its verdict, by nbgrader's own rules."""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import determine_grade

from corrige.grading._outputs import error_output
from corrige.grading.cells import grade_id, max_points
from corrige.verdict import Outcome, Verdict

NOT_GRADED = "NonCorrigeable"
NOT_PASSED = "TestEchoue"
"""Exception names that graded notebooks show, for a cell that was not judged, and a failed one."""

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_LONGEST = 2000


def without_stderr(cell: NotebookNode) -> None:
    """Make what a test cell wrote to stderr ordinary output.

    nbgrader takes any stderr in a test cell as a failure, so that a mere warning would turn right
    code into 0 points; only an exception fails a test.
    """
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            output.name = "stdout"


def write(cell: NotebookNode, verdict: Verdict) -> None:
    """Make a cell's outputs such that nbgrader gives it the verdict's points.

    The outputs hold the message for the student, nothing of the test.
    """
    cell.outputs = []
    if verdict.outcome is Outcome.PARTIAL:
        if verdict.message:
            cell.outputs.append(new_output("stream", name="stdout", text=verdict.message))
        cell.outputs.append(
            new_output("execute_result", data={"text/plain": f"{verdict.points!r}"})
        )
    elif verdict.outcome is not Outcome.PASSED:
        name = NOT_GRADED if verdict.outcome is Outcome.UNGRADABLE else NOT_PASSED
        cell.outputs.append(error_output(name, verdict.message))


def judge(cell: NotebookNode, seconds: float, seed: int | None) -> Verdict:
    """Return the verdict on a test cell that ran to its end.

    The points are what nbgrader's `determine_grade` gives for the cell as it stands. A partial
    credit above the cell's points is a mistake of the test's author: a fault, nobody's zero.
    """
    name, best = grade_id(cell) or "", max_points(cell)
    common: dict[str, Any] = {"cell": name, "max_points": best, "seconds": seconds, "seed": seed}
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if errors:
        error = errors[0]
        text = error.evalue if error.ename == "AssertionError" else f"{error.ename}: {error.evalue}"
        return Verdict(
            outcome=Outcome.FAILED,
            points=0.0,
            message=_cut(text),
            detail=_cut(_ANSI.sub("", "\n".join(error.traceback))),
            **common,
        )
    try:
        points, _best = determine_grade(cell)
    except ValueError as error:
        return Verdict(
            outcome=Outcome.FAULT, points=0.0, message=f"test cell {name}: {error}", **common
        )
    outcome = (
        Outcome.PASSED if points == best else Outcome.PARTIAL if points > 0 else Outcome.FAILED
    )
    return Verdict(outcome=outcome, points=float(points), **common)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
