"""Read a class's results: points from the gradebook, messages from the autograded notebooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import parse_utc

from corrige.course import CourseError
from corrige.grading import Unreadable, kept_verdicts, read_notebook
from corrige.grading.cells import (
    code_text,
    exercises,
    grade_id,
    is_answer,
    is_graded,
    is_solution,
    is_test,
)
from corrige.report._values import Check, ClassResults, Student
from corrige.standing import result


def read_class(
    gradebook: Gradebook,
    coursedir: Any,
    assignment: str,
    students: Sequence[str] = (),
    inbound: Path | None = None,
) -> ClassResults:
    """Return what is known of `assignment`, for all of the gradebook's students or those named.

    coursedir: nbgrader's CourseDirectory, for where its folders are.
    inbound: the exchange's folder of what was submitted, for the times of earlier attempts.

    Raises CourseError where the assignment is unknown.
    """

    def folder(step: str, student: str) -> Path:
        return Path(coursedir.format_path(step, student, assignment))

    source = folder(coursedir.source_directory, ".")
    paths = sorted(source.glob("*.ipynb"))
    if not paths:
        raise CourseError(
            f"no notebook in {source}: {assignment!r} is unknown here; check the name"
        )
    notebooks = {path.stem: read_notebook(path) for path in paths}
    found = []
    for row in sorted(gradebook.students, key=lambda row: str(row.id)):
        if students and row.id not in students:
            continue
        name = " ".join(part for part in (row.first_name, row.last_name) if part)
        submitted = folder(coursedir.submitted_directory, row.id)
        autograded = folder(coursedir.autograded_directory, row.id)
        common: dict[str, Any] = {
            "id": row.id,
            "name": name,
            "email": row.email or "",
            "handed_in": submitted.is_dir(),
        }
        try:
            submission = gradebook.find_submission(assignment, row.id)
        except MissingEntry:
            times = _attempts(inbound, row.id, assignment, *_stamped(submitted))
            found.append(Student(attempts=times, **common))
            continue
        graded_at = submission.timestamp
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        graded = any(g.auto_score is not None or g.manual_score is not None for g in grades)
        executed = [_executed(autograded / f"{name}.ipynb") for name in notebooks]
        verdicts = {v.cell: v for notebook in executed for v in kept_verdicts(notebook)}
        found.append(
            Student(
                results={g.name: result(g, verdicts.get(g.name)) for g in grades} if graded else {},
                score=float(submission.score),
                penalty=float(submission.late_submission_penalty or 0.0),
                attempts=_attempts(
                    inbound,
                    row.id,
                    assignment,
                    *_stamped(submitted),
                    *([graded_at] if graded_at else []),
                ),
                graded_at=_aware(graded_at) if graded_at else None,
                code="\n".join(_own_code(notebook) for notebook in executed),
                **common,
            )
        )
    released = [_executed(folder(coursedir.release_directory, ".") / path.name) for path in paths]
    return ClassResults(
        assignment=assignment,
        checks=tuple(check for notebook in notebooks.values() for check in _checks(notebook)),
        students=tuple(found),
        template=tuple(
            code_text(cell for cell in notebook.cells if cell.cell_type == "code")
            for notebook in [*notebooks.values(), *released]
        ),
    )


def _checks(source: NotebookNode) -> Iterator[Check]:
    by_hand = {grade_id(c) for c in source.cells if is_graded(c) and not is_test(c)}
    for exercise, cells in exercises(source).items():
        for name, points in cells.items():
            yield Check(name, exercise or name, points, name in by_hand)


def _executed(path: Path) -> NotebookNode:
    try:
        return read_notebook(path)
    except Unreadable:
        return NotebookNode(cells=[], metadata=NotebookNode())


def _own_code(notebook: NotebookNode) -> str:
    own = [c for c in notebook.cells if grade_id(c) is None or is_solution(c)]
    return code_text(c for c in own if c.cell_type == "code" and not is_answer(c))


def _stamped(submitted: Path) -> Iterator[datetime]:
    """Yield when the collected work was handed in."""
    try:
        yield parse_utc((submitted / "timestamp.txt").read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return


def _attempts(
    inbound: Path | None, student: str, assignment: str, *known: datetime
) -> tuple[datetime, ...]:
    """Return when work was handed in, from the exchange and what is known besides."""
    times = {_aware(time) for time in known}
    for path in inbound.iterdir() if inbound is not None and inbound.is_dir() else ():
        parts = path.name.split("+")
        if parts[:2] == [student, assignment] and len(parts) > 2:
            try:
                times.add(_aware(parse_utc(parts[2])))
            except ValueError:
                continue
    return tuple(sorted(times))


def _aware(time: datetime) -> datetime:
    """nbgrader's times are UTC without saying so; fractions differ between its two records."""
    return time.replace(tzinfo=UTC, microsecond=0)
