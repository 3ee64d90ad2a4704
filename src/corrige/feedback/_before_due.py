"""What a student may read of graded work while others, and the student, can still submit."""

from __future__ import annotations

import copy
import html
from collections.abc import Iterable, Mapping

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from corrige.checks import translate as _
from corrige.grading import is_hidden
from corrige.grading.cells import grade_id, is_answer, is_test
from corrige.verdict import Outcome


def hidden_cells(source: NotebookNode) -> frozenset[str]:
    """Return the ids of the test cells that hold hidden tests, off the instructor's notebook."""
    return frozenset(
        grade_id(cell) or "" for cell in source.cells if is_test(cell) and is_hidden(cell.source)
    )


def before_due(
    graded: NotebookNode, hidden: frozenset[str], outcomes: Mapping[str, Outcome]
) -> NotebookNode:
    """Return the page for the student: the visible tests' results, no points, nothing else.

    graded: must come from a run without hidden tests, whose effect on what runs after them would
        show.
    hidden: ids of cells that hold hidden tests. outcomes: by cell id; those of hidden cells are
        not used.
    """
    cells: list[NotebookNode] = []
    told: list[str] = []
    for original in graded.cells:
        cell, name = copy.deepcopy(original), grade_id(original)
        cells.append(cell)
        if name is not None and is_test(cell):
            if name in hidden:
                cell.outputs = []
                result = _("will be graded after the due date")
            else:
                result = _result(outcomes.get(name))
            line = f"`{name}` : **{result}**"
            told.append(f"- {line}")
            cells.append(new_markdown_cell(line, id=f"r{len(told)}"))
        elif is_answer(cell):
            told.append(f"- `{name}` : {_('corrected by hand, after the due date')}")
        # With nbgrader's metadata the page would show points.
        cell.metadata.pop("nbgrader", None)
    head = [
        f"## {_('Received; provisional results')}",
        _(
            "Only the tests that you can see have been run here. The others are graded as well; "
            "their results and all points are published after the due date."
        ),
        "\n".join(told),
    ]
    cells.insert(0, new_markdown_cell("\n\n".join(head), id="provisoire"))
    return new_notebook(
        cells=cells,
        metadata={k: v for k, v in graded.metadata.items() if k in ("kernelspec", "language_info")},
    )


def notice(lines: Iterable[str]) -> NotebookNode:
    """Return a page that holds some paragraphs."""
    text = "\n\n".join(html.escape(line, quote=False) for line in lines)
    return new_notebook(cells=[new_markdown_cell(text, id="avis")])


def _result(outcome: Outcome | None) -> str:
    match outcome:
        case Outcome.PASSED:
            return _("passed")
        case Outcome.FAILED | Outcome.PARTIAL:
            return _("not passed")
        case _other:
            return _("could not be judged")
