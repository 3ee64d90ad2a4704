"""Put the instructor's cells back in their places around what the student wrote."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from corrige.checks import translate as _
from corrige.grading.cells import grade_id, is_graded, is_solution

NOTES = "corrige"
"""Key of a notebook's metadata: "notes", "unreadable" and, once graded, "verdicts", "broke"."""
REMARKS = ("sans-bac-a-sable", "remarques")
"""Ids of the cells that grading puts before a notebook: graded without sandbox; its remarks."""


def align(
    submitted: NotebookNode | None, source: NotebookNode, released: Mapping[str, str] | None = None
) -> NotebookNode:
    """Return the notebook to grade: the instructor's order, the student's solutions.

    Every cell of the instructor's that has an id stands in its place with the instructor's
    metadata; its text is the student's for solution cells, the instructor's for all others. Cells
    the student added stay behind the cell they followed, with no nbgrader metadata. Of several
    cells with one id the last counts; the others stay as added cells if they were solutions.

    submitted: None where it could not be read: nothing of the student's then.
    released: what students started from, by grade id, for answers that were deleted.
    """
    known = {name: cell for cell in source.cells if (name := grade_id(cell))}
    notes: list[str] = []
    theirs, extras = _sorted_out(submitted, known, notes)
    cells = list(extras.get(None, []))
    missing: list[str] = []
    for original in source.cells:
        name = grade_id(original)
        if name is None:
            continue
        cell = copy.deepcopy(original)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if name in theirs:
            if is_solution(original):
                cell.source = theirs[name].source
            cells.append(cell)
        else:
            missing.append(name)
            if is_solution(original) and is_graded(original):
                cell.source = (released or {}).get(name, "")
            if is_graded(original) or not is_solution(original):
                cells.append(cell)
        cells.extend(extras.get(name, []))
    for number, cell in enumerate(cells):
        cell.id = f"c{number}"
    result = new_notebook(cells=cells, metadata=copy.deepcopy(source.metadata))
    if submitted is not None:
        notes.extend(_kernel_notes(submitted, source))
        if missing:
            notes.append(
                _("cells that are missing in the submitted notebook ({count}): {names}").format(
                    count=len(missing), names=", ".join(missing)
                )
            )
    result.metadata[NOTES] = {"notes": notes, "unreadable": None}
    return result


def _sorted_out(
    submitted: NotebookNode | None, known: Mapping[str, NotebookNode], notes: list[str]
) -> tuple[dict[str, NotebookNode], dict[str | None, list[NotebookNode]]]:
    """Split the student's cells: the last one of each known id, and added ones by what precedes."""
    theirs: dict[str, NotebookNode] = {}
    extras: dict[str | None, list[NotebookNode]] = {}
    last: str | None = None
    for cell in submitted.cells if submitted is not None else []:
        cell = copy.deepcopy(cell)
        name = grade_id(cell)
        if name in known:
            assert name is not None
            if name in theirs:
                notes.append(_("cell {name} is there twice: the last one counts").format(name=name))
                if is_solution(known[name]):
                    extras.setdefault(last, []).append(_plain(theirs[name]))
            elif (told := _edited(cell, known[name])) is not None:
                notes.append(
                    _("cell {name}: {what}, put back as it was").format(name=name, what=told)
                )
            theirs[name] = cell
            last = name
        else:
            extras.setdefault(last, []).append(_plain(cell))
    return theirs, extras


def _plain(cell: NotebookNode) -> NotebookNode:
    cell.metadata.pop("nbgrader", None)
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def _edited(cell: NotebookNode, original: NotebookNode) -> str | None:
    if cell.cell_type != original.cell_type:
        return _("type changed to {kind}").format(kind=cell.cell_type)
    ours, given = original.metadata.nbgrader, cell.metadata.nbgrader
    for key, what in (("points", _("points changed")), ("grade", _("role changed"))):
        if ours.get(key) != given.get(key):
            return what
    return None


def _kernel_notes(submitted: NotebookNode, source: NotebookNode) -> list[str]:
    spec = submitted.metadata.get("kernelspec", {})
    language = spec.get("language") if isinstance(spec, dict) else None
    if language and str(language).lower() != "python":
        wanted = source.metadata.get("kernelspec", {}).get("display_name", "Python")
        return [
            _("the submitted notebook asks for {language}: graded with {kernel}").format(
                language=str(language)[:40], kernel=wanted
            )
        ]
    return []
