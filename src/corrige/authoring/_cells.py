"""Cells as nbgrader knows them: given, solution, test, answer corrected by hand."""

from __future__ import annotations

import copy

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


def given(cell: NotebookNode, name: str) -> NotebookNode:
    """Return the cell as one that students read and run, and grading puts back."""
    return _with(cell, name, grade=False, solution=False, locked=True)


def solution(cell: NotebookNode, name: str) -> NotebookNode:
    """Return the cell as one that students write and tests judge."""
    return _with(cell, name, grade=False, solution=True, locked=False)


def answer(cell: NotebookNode, name: str, points: float) -> NotebookNode:
    """Return the cell as one that students write and a person corrects."""
    return _with(cell, name, grade=True, solution=True, locked=False, points=points)


def task(cell: NotebookNode, name: str, points: float) -> NotebookNode:
    """Return the cell as a question whose answer, in cells below it, a person corrects."""
    made = _with(cell, name, grade=False, solution=False, locked=True, points=points)
    made.metadata["nbgrader"]["task"] = True
    return made


def test(source: str, name: str, points: float) -> NotebookNode:
    """Return a test cell."""
    cell = new_code_cell(source)
    return _with(cell, name, grade=True, solution=False, locked=True, points=points)


def region(lines: list[str], indent: str = "") -> list[str]:
    """Return the lines of a solution between the marks that nbgrader looks for."""
    return [indent + BEGIN, *lines, indent + END]


def source_notebook(origin: NotebookNode, cells: list[NotebookNode]) -> NotebookNode:
    """Return a notebook of `cells` that runs where `origin` ran."""
    spec = origin.metadata.get("kernelspec") or {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    metadata = {"kernelspec": {"language": "python", **spec}, "language_info": {"name": "python"}}
    return new_notebook(cells=cells, metadata=metadata)


def _with(cell: NotebookNode, name: str, **role: object) -> NotebookNode:
    made = copy.deepcopy(cell)
    made.id = name.replace("_", "-")[:64]
    made.metadata["nbgrader"] = {
        "cell_type": cell.cell_type,
        "grade_id": name,
        "schema_version": 3,
        "task": False,
        **role,
    }
    if cell.cell_type == "code":
        made.outputs, made.execution_count = [], None
    return made
