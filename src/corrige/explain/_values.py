"""An explanation, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corrige.gradebook import StoredCell
from corrige.grading import Broke
from corrige.verdict import Verdict


@dataclass(frozen=True)
class ExplainedCell:
    """A test cell: its verdict, what the gradebook holds for it, what would run its test again.

    stored: None where the gradebook has no row. command: None where nothing can be run.
    """

    verdict: Verdict
    stored: StoredCell | None
    command: str | None


@dataclass(frozen=True)
class ExplainedNotebook:
    """A graded notebook; `place` is its file, the rest as in `Kept`."""

    name: str
    place: Path
    cells: tuple[ExplainedCell, ...]
    broke: tuple[Broke, ...]
    notes: tuple[str, ...]
    unreadable: str | None
    unsafe: bool


@dataclass(frozen=True)
class Explanation:
    """A graded submission. total: what nbgrader exports. root: the course's folder.

    one: the cell that was asked for, if one was.
    """

    student: str
    assignment: str
    root: Path
    total: float | None
    max_points: float
    notebooks: tuple[ExplainedNotebook, ...]
    one: str | None = None
