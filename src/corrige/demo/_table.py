"""The class at a glance: student × exercise, from the gradebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from rich.table import Table

from corrige.course import Course
from corrige.grading.cells import exercises


@dataclass(frozen=True)
class Row:
    """One student: points by graded cell (None: waits for a person), flagged cells, remarks.

    handed_in: whether there is a notebook of the expected name.
    """

    student: str
    handed_in: bool
    points: Mapping[str, float | None]
    flagged: frozenset[str]
    seconds_late: float

    @property
    def total(self) -> float:
        return sum(points or 0.0 for points in self.points.values())


def rows(course: Course, assignment: str, students: Sequence[str]) -> list[Row]:
    """Return what the gradebook holds for each of `students`; nothing at all for ungraded ones."""
    found = []
    names = [path.stem for path in course.assignment(assignment).notebooks()]
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        for student in students:
            handed_in = course.submission(student, assignment)
            there = all(handed_in.notebook(name).is_file() for name in names)
            try:
                submission = gradebook.find_submission(assignment, student)
            except MissingEntry:
                found.append(Row(student, there, {}, frozenset(), 0.0))
                continue
            grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
            scored = any(grade.auto_score is not None for grade in grades)
            found.append(
                Row(
                    student,
                    there,
                    {g.name: g.auto_score for g in grades} if scored else {},
                    frozenset(
                        g.name for g in grades if g.needs_manual_grade and g.auto_score is not None
                    ),
                    submission.total_seconds_late,
                )
            )
    return found


def table(found: Sequence[Row], source: NotebookNode) -> Table:
    """Return the table student × exercise; ⚠ marks cells that a person must look at."""
    groups = exercises(source)
    best = sum(points for cells in groups.values() for points in cells.values())
    result = Table(title=None, pad_edge=False)
    result.add_column("student")
    for name, cells in groups.items():
        result.add_column(f"{name.removeprefix('rnn_')}\n/{sum(cells.values()):g}", justify="right")
    result.add_column(f"total\n/{best:g}", justify="right", style="bold")
    result.add_column("remarks")
    for row in found:
        if not row.points:
            blanks = ["-"] * (len(groups) + 1)
            why = "our side failed" if row.handed_in else "no notebook of the expected name"
            result.add_row(row.student, *blanks, f"not graded: {why}")
            continue
        values = [_shown(row, cells) for cells in groups.values()]
        result.add_row(row.student, *values, f"{row.total:g}", _remarks(row))
    return result


def _shown(row: Row, cells: Mapping[str, float]) -> str:
    points = sum(row.points.get(name) or 0.0 for name in cells)
    mark = "[yellow]⚠[/]" if row.flagged & set(cells) else ""
    colour = "green" if points == sum(cells.values()) else "red" if points == 0 else "default"
    return f"{mark}[{colour}]{points:g}[/]"


def _remarks(row: Row) -> str:
    told = []
    if row.flagged:
        told.append(f"{len(row.flagged)} cells could not be judged")
    if row.seconds_late:
        told.append(f"{row.seconds_late / 3600:g} h late")
    return ", ".join(told)
