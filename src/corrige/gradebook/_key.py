"""The assignment as the gradebook knows it: what `nbgrader generate_assignment` recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nbgrader.api import (
    Assignment,
    BaseCell,
    GradeCell,
    Notebook,
    SourceCell,
    TaskCell,
)
from sqlalchemy import Connection, select


@dataclass(frozen=True)
class KeptCell:
    """The text of a cell as released, by which what students changed is put back."""

    name: str
    cell_type: str
    locked: bool
    source: str
    checksum: str


@dataclass(frozen=True)
class PointCell:
    """A cell that has rows of its own in each submission; `role` is nbgrader's cell class."""

    id: str
    name: str
    role: str
    max_score: float | None

    @property
    def is_graded(self) -> bool:
        return self.role in ("GradeCell", "TaskCell")

    @property
    def is_commented(self) -> bool:
        return self.role in ("SolutionCell", "TaskCell")


@dataclass(frozen=True)
class NotebookKey:
    """One notebook of the assignment; the property names are those of nbgrader's model."""

    id: str
    name: str
    kernelspec: str | None
    source_cells: tuple[KeptCell, ...]
    cells: tuple[PointCell, ...]

    @property
    def max_score(self) -> float:
        """All points that can be had, those of a person included."""
        return sum(cell.max_score or 0.0 for cell in self.cells if cell.is_graded)

    @property
    def grade_cells(self) -> list[PointCell]:
        return [cell for cell in self.cells if cell.role == "GradeCell"]

    @property
    def solution_cells(self) -> list[PointCell]:
        return [cell for cell in self.cells if cell.role == "SolutionCell"]

    @property
    def task_cells(self) -> list[PointCell]:
        return [cell for cell in self.cells if cell.role == "TaskCell"]


@dataclass(frozen=True)
class AssignmentKey:
    id: str
    name: str
    duedate: datetime | None
    notebooks: tuple[NotebookKey, ...]

    @property
    def max_score(self) -> float:
        return sum(notebook.max_score for notebook in self.notebooks)

    def notebook(self, name: str) -> NotebookKey:
        return next(notebook for notebook in self.notebooks if notebook.name == name)


def read_key(connection: Connection, assignment: str) -> AssignmentKey | None:
    """Return what the gradebook holds on `assignment`; None where it does not know it."""
    found = connection.execute(
        select(Assignment.id, Assignment.duedate).where(Assignment.name == assignment)
    ).one_or_none()
    if found is None:
        return None
    notebooks = []
    # No ORDER BY below: nbgrader itself goes by the order in which the cells were saved.
    for row in connection.execute(
        select(Notebook.id, Notebook.name, Notebook.kernelspec)
        .where(Notebook.assignment_id == found.id)
        .order_by(Notebook.name)
    ):
        kept = connection.execute(
            select(
                SourceCell.name,
                SourceCell.cell_type,
                SourceCell.locked,
                SourceCell.source,
                SourceCell.checksum,
            ).where(SourceCell.notebook_id == row.id)
        )
        notebooks.append(
            NotebookKey(
                row.id,
                row.name,
                row.kernelspec,
                tuple(KeptCell(*cell) for cell in kept),
                _cells(connection, row.id),
            )
        )
    return AssignmentKey(found.id, assignment, found.duedate, tuple(notebooks))


def _cells(connection: Connection, notebook: str) -> tuple[PointCell, ...]:
    base, grade, task = BaseCell.__table__, GradeCell.__table__, TaskCell.__table__
    found = connection.execute(
        select(base.c.id, base.c.name, base.c.type, grade.c.max_score, task.c.max_score)
        .outerjoin_from(base, grade, grade.c.id == base.c.id)
        .outerjoin(task, task.c.id == base.c.id)
        .where(base.c.notebook_id == notebook)
    )
    return tuple(
        PointCell(id, name, role, points if points is not None else task_points)
        for id, name, role, points, task_points in found
    )
