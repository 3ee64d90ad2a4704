"""The scores that the gradebook holds, to read: nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from nbgrader.api import Assignment, BaseCell, Notebook, Student
from sqlalchemy import Connection, select

from corrige.gradebook._rows import grade_table, submitted, submitted_notebook
from corrige.standing import after_penalty


@dataclass(frozen=True)
class StoredCell:
    """Points of one cell; `auto` is the autograder's, `manual` a person's, which counts instead."""

    auto: float | None = None
    manual: float | None = None
    extra: float | None = None
    needs_person: bool = False

    @property
    def score(self) -> float:
        """What counts, as nbgrader adds it up."""
        return (self.auto if self.manual is None else self.manual) or 0.0

    @property
    def total(self) -> float:
        return self.score + (self.extra or 0.0)


@dataclass(frozen=True)
class StoredNotebook:
    """One notebook of a submission: its cells by grade id, and what being late costs."""

    cells: Mapping[str, StoredCell] = field(default_factory=dict)
    penalty: float = 0.0

    @property
    def score(self) -> float:
        return sum(cell.total for cell in self.cells.values())

    def regraded(self, scores: Mapping[str, float | None]) -> StoredNotebook:
        """Return it as it would be with other points of the autograder's."""
        cells = {
            name: replace(cell, auto=scores.get(name, cell.auto))
            for name, cell in self.cells.items()
        }
        new = {name: StoredCell(auto=s) for name, s in scores.items() if name not in self.cells}
        return replace(self, cells={**cells, **new})


@dataclass(frozen=True)
class StoredSubmission:
    """A submission as the gradebook holds it: its notebooks by name."""

    timestamp: datetime | None = None
    extension: timedelta | None = None
    notebooks: Mapping[str, StoredNotebook] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """The score that `nbgrader export` writes."""
        notebooks = self.notebooks.values()
        return after_penalty(sum(n.score for n in notebooks), sum(n.penalty for n in notebooks))


def read_stored(connection: Connection, assignment: str) -> dict[str, StoredSubmission]:
    """Return what is recorded for an assignment, by student."""
    base = BaseCell.__table__
    found: dict[str, StoredSubmission] = {}
    for row in connection.execute(
        select(submitted.c.student_id, submitted.c.timestamp, submitted.c.extension)
        .join(Assignment, submitted.c.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
    ):
        found[row.student_id] = StoredSubmission(row.timestamp, row.extension, {})
    notebooks: dict[str, dict[str, StoredNotebook]] = {student: {} for student in found}
    cells: dict[tuple[str, str], dict[str, StoredCell]] = {}
    for row in connection.execute(
        select(
            submitted.c.student_id,
            Notebook.name.label("notebook"),
            submitted_notebook.c.late_submission_penalty.label("penalty"),
            base.c.name.label("cell"),
            grade_table.c.auto_score,
            grade_table.c.manual_score,
            grade_table.c.extra_credit,
            grade_table.c.needs_manual_grade,
        )
        .select_from(submitted)
        .join(Assignment, submitted.c.assignment_id == Assignment.id)
        .join(submitted_notebook, submitted_notebook.c.assignment_id == submitted.c.id)
        .join(Notebook, Notebook.id == submitted_notebook.c.notebook_id)
        .join(grade_table, grade_table.c.notebook_id == submitted_notebook.c.id)
        .join(base, base.c.id == grade_table.c.cell_id)
        .where(Assignment.name == assignment)
    ):
        held = cells.setdefault((row.student_id, row.notebook), {})
        held[row.cell] = StoredCell(
            row.auto_score, row.manual_score, row.extra_credit, bool(row.needs_manual_grade)
        )
        notebooks[row.student_id][row.notebook] = StoredNotebook(held, row.penalty or 0.0)
    return {student: replace(one, notebooks=notebooks[student]) for student, one in found.items()}


def read_students(connection: Connection) -> frozenset[str]:
    """Return the names of all students that the gradebook knows."""
    return frozenset(connection.execute(select(Student.__table__.c.id)).scalars())


def seconds_late(
    timestamp: datetime | None, due: datetime | None, extension: timedelta | None
) -> float:
    """Return how late a submission is; 0 where it is not, or where that is not known."""
    if timestamp is None or due is None:
        return 0.0
    return max(0.0, (timestamp - due - (extension or timedelta())).total_seconds())
