"""What a graded notebook keeps of its grading, read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from corrige.grading._align import NOTES
from corrige.grading._read import Unreadable, read_notebook
from corrige.verdict import Verdict


class NotOurs(Exception):
    """The notebook holds no verdicts: it was not graded by corrige."""


@dataclass(frozen=True)
class Broke:
    """A cell that ended a kernel; `cell` is its grade id, None for one the student added."""

    cell: str | None
    place: int
    why: str


@dataclass(frozen=True)
class Kept:
    """A graded notebook and what was recorded with it.

    place, in `broke`, counts the cells of the notebook from 1, without remarks before them.
    unsafe: graded without sandbox and wall.
    """

    notebook: NotebookNode
    verdicts: tuple[Verdict, ...]
    broke: tuple[Broke, ...]
    notes: tuple[str, ...]
    unreadable: str | None
    unsafe: bool


def read_kept(path: Path) -> Kept:
    """Return what the graded notebook at `path` keeps.

    Raises Unreadable where the file cannot be read or its verdicts are none, NotOurs where it
    was graded by something else.
    """
    notebook = read_notebook(path)
    notes = notebook.metadata.get(NOTES)
    if not isinstance(notes, dict) or "verdicts" not in notes:
        raise NotOurs(str(path))
    try:
        return Kept(
            notebook,
            tuple(Verdict.from_json(data) for data in notes["verdicts"]),
            tuple(Broke(**data) for data in notes.get("broke", ())),
            tuple(str(note) for note in notes.get("notes", ())),
            notes.get("unreadable"),
            bool(notes.get("unsafe")),
        )
    except (TypeError, ValueError) as error:
        raise Unreadable(f"its verdicts are damaged: {error}") from error


def kept_verdicts(notebook: NotebookNode) -> Iterator[Verdict]:
    """Yield the verdicts of a graded notebook that can be read.

    Plain nbgrader would let a student write some.
    """
    notes = notebook.metadata.get(NOTES)
    kept = notes.get("verdicts") if isinstance(notes, dict) else None
    for data in kept if isinstance(kept, list) else []:
        try:
            yield Verdict.from_json(data)
        except (TypeError, ValueError):
            continue
