"""The rows of nbgrader's gradebook that belong to one submission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from corrige.gradebook._fingerprint import digest_of
from corrige.gradebook._key import AssignmentKey, NotebookKey
from corrige.gradebook._store import finished
from corrige.gradebook._values import Handed, NotebookRecord, NotRecorded

submitted = SubmittedAssignment.__table__
submitted_notebook = SubmittedNotebook.__table__
grade_table = Grade.__table__
comment_table = Comment.__table__


def save(connection: Connection, row: str, notebook: NotebookKey, graded: NotebookRecord) -> None:
    """Save points and nbgrader's own comments; what a person typed stays."""
    ids = {cell.name: cell.id for cell in notebook.cells if cell.is_graded}
    _check_known(graded.scores, ids, notebook.name)
    manual: dict[str, float | None] = dict(
        connection.execute(
            select(grade_table.c.cell_id, grade_table.c.manual_score)
            .where(grade_table.c.notebook_id == row)
            .with_for_update()
        )
        .tuples()
        .all()
    )
    scores = [
        {
            "cell": ids[name],
            "auto_score": score,
            "needs_manual_grade": score is None
            or manual.get(ids[name]) is not None
            or name in graded.flagged,
        }
        for name, score in graded.scores.items()
    ]
    if scores:
        connection.execute(
            update(grade_table).where(
                grade_table.c.notebook_id == row, grade_table.c.cell_id == bindparam("cell")
            ),
            scores,
        )
    ids = {cell.name: cell.id for cell in notebook.cells if cell.is_commented}
    _check_known(graded.comments, ids, notebook.name)
    comments = [{"cell": ids[name], "auto_comment": text} for name, text in graded.comments.items()]
    if comments:
        connection.execute(
            update(comment_table).where(
                comment_table.c.notebook_id == row, comment_table.c.cell_id == bindparam("cell")
            ),
            comments,
        )


def _check_known(names: Iterable[str], ids: Mapping[str, str], notebook: str) -> None:
    unknown = sorted(set(names) - ids.keys())
    if unknown:
        raise NotRecorded(
            f"{notebook}: the gradebook does not know the cells {', '.join(unknown)}; run "
            "nbgrader generate_assignment again"
        )


def make_rows(connection: Connection, submission: str, key: AssignmentKey) -> None:
    """Make the rows that nbgrader makes with a submission, where they are missing."""
    rows = notebook_rows(connection, submission, key)
    new = [notebook for notebook in key.notebooks if notebook.id not in rows]
    if not new:
        return
    made = {notebook.id: new_id() for notebook in new}
    connection.execute(
        insert(submitted_notebook),
        [
            {"id": made[n.id], "assignment_id": submission, "notebook_id": n.id, "flagged": False}
            for n in new
        ],
    )
    cells = [(made[n.id], cell) for n in new for cell in n.cells]
    grades = [
        {"id": new_id(), "notebook_id": row, "cell_id": cell.id, "needs_manual_grade": True}
        for row, cell in cells
        if cell.is_graded
    ]
    comments = [
        {"id": new_id(), "notebook_id": row, "cell_id": cell.id}
        for row, cell in cells
        if cell.is_commented
    ]
    if grades:
        connection.execute(insert(grade_table), grades)
    if comments:
        connection.execute(insert(comment_table), comments)


def notebook_rows(connection: Connection, submission: str, key: AssignmentKey) -> dict[str, str]:
    """Return the submission's notebook rows, by the assignment's notebook."""
    found = connection.execute(
        select(submitted_notebook.c.notebook_id, submitted_notebook.c.id).where(
            submitted_notebook.c.assignment_id == submission
        )
    )
    return dict(found.tuples().all())


def finish(
    connection: Connection,
    submission: str,
    handed: Handed,
    inputs: str,
    outputs: Mapping[str, str],
) -> None:
    old = delete(finished).where(finished.c.submission_id == submission)
    if not handed.whole:
        old = old.where(finished.c.notebook.in_(list(outputs)))
    connection.execute(old)
    rows: list[dict[str, Any]] = [
        {"submission_id": submission, "notebook": name, "inputs": inputs, "output": output}
        for name, output in outputs.items()
    ]
    if rows:
        connection.execute(insert(finished), rows)


def with_due(inputs: str, due: datetime | None, extension: timedelta | None) -> str:
    """Return what was graded, with what late penalties depend on."""
    return digest_of(inputs, str(due), str(extension))


def new_id() -> str:
    return uuid4().hex
