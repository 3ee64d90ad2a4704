"""Write the notebook that a student with given solutions would hand in."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

from nbformat import NotebookNode

_SOLUTION_MARK = re.compile(r"^[ \t]*### (?:BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)


def reference_text(source: NotebookNode) -> dict[str, str]:
    """Return the instructor's solutions by grade id, without the marks around them."""
    return {
        cell.metadata.nbgrader["grade_id"]: _SOLUTION_MARK.sub("", cell.source).rstrip("\n")
        for cell in source.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def compose(
    released: NotebookNode, solutions: Mapping[str, str], answers: Mapping[str, str] | None = None
) -> NotebookNode:
    """Return a copy of the released notebook with `solutions` written in, by grade id.

    answers: text for cells without a grade id, by cell id (free answers to manual questions).
    """
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in solutions:
            cell.source = solutions[name]
        elif answers and cell.id in answers:
            cell.source = answers[cell.id]
    return notebook
