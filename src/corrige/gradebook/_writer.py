"""The one writer: a submission's rows and its autograded folder, both or neither."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from corrige.gradebook._fingerprint import digest_of, digest_of_file
from corrige.gradebook._key import AssignmentKey, NotebookKey, read_key
from corrige.gradebook._store import Store, finished
from corrige.gradebook._tree import Autograded, Layout
from corrige.gradebook._values import (
    Changed,
    NotebookRecord,
    NotRecorded,
    SubmissionRecord,
)

_submission = SubmittedAssignment.__table__
_notebook = SubmittedNotebook.__table__
_grade = Grade.__table__
_comment = Comment.__table__


class LatePenalty(Protocol):
    """What a late notebook loses, by nbgrader's plugin: student, score, seconds late."""

    def __call__(self, student: str, score: float, seconds: float) -> float | None: ...


@dataclass(frozen=True)
class Handed:
    """A submission as it lies in the course.

    missing: notebooks of the assignment of which there is no file.
    timestamp: when it was handed in; None where that is not known.
    selected: the notebooks to grade; `whole` where these are all there are.
    """

    student: str
    folder: Path
    place: Path
    selected: tuple[str, ...]
    missing: frozenset[str]
    timestamp: datetime | None
    whole: bool = True


class Writer:
    """Records what was graded, one submission at a time."""

    def __init__(
        self,
        store: Store,
        assignment: str,
        layout: Layout,
        tree: Autograded,
        late: LatePenalty,
        *,
        create: bool = True,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store, self._assignment, self._layout = store, assignment, layout
        self._tree, self._late, self._create, self._stop = tree, late, create, stop

    def unchanged(self, handed: Handed, inputs: str) -> bool:
        """Whether just this was graded before, and all that came of it is still there."""
        query = (
            select(
                finished.c.notebook,
                finished.c.inputs,
                finished.c.output,
                Assignment.duedate,
                _submission.c.extension,
            )
            .select_from(_submission)
            .join(finished, _submission.c.id == finished.c.submission_id)
            .join(Assignment, _submission.c.assignment_id == Assignment.id)
            .where(_submission.c.student_id == handed.student, Assignment.name == self._assignment)
        )
        rows = self._store.read(lambda connection: connection.execute(query).all())
        known = {row.notebook: row for row in rows}
        for name in handed.selected:
            row = known.get(name)
            if row is None or row.inputs != _with_due(inputs, row.duedate, row.extension):
                return False
            try:
                if digest_of_file(handed.place / f"{name}.ipynb") != row.output:
                    return False
            except OSError:
                return False
        return bool(handed.selected)

    def record(
        self,
        handed: Handed,
        record: SubmissionRecord,
        inputs: str,
        still: Callable[[], bool] = lambda: True,
    ) -> None:
        """Record a graded submission; after a kill at any moment `unchanged` is False.

        `still`: whether the submission is what was graded, asked once its files are copied.

        Raises Changed where it is not, RecordError where the disk or the database refuses,
        NotRecorded where the gradebook does not know the student or a cell. Nothing is recorded
        then, and the autograded folder is as it was.
        """
        texts = {notebook.name: notebook.text for notebook in record.notebooks}
        base = None if handed.whole else handed.place
        made = self._tree.build(self._layout, handed.folder, texts, base)
        outputs = {name: digest_of_file(made / f"{name}.ipynb") for name in texts}
        end: Callable[[bool], None] | None = None

        def work(connection: Connection) -> None:
            nonlocal end, made
            if end is not None:
                # The last try did not go through: start from what was there before it.
                end(False)
                end = None
                made = self._tree.build(self._layout, handed.folder, texts, base)
            self._rows(connection, handed, record, inputs, outputs)
            end = self._tree.swap(made, handed.place, groupshared=self._layout.groupshared)

        try:
            if not still():
                raise Changed
            self._store.write(work, stop=self._stop)
        except BaseException:
            if end is not None:
                end(False)
            else:
                self._tree.discard(made)
            raise
        assert end is not None
        end(True)

    def register(self, handed: Handed) -> None:
        """Record that something was handed in, of which nothing could be graded."""

        def work(connection: Connection) -> None:
            self._submission_row(connection, handed, self._key(connection))

        self._store.write(work, stop=self._stop)

    def _key(self, connection: Connection) -> AssignmentKey:
        key = read_key(connection, self._assignment)
        if key is None:
            raise NotRecorded(
                f"the gradebook does not know {self._assignment}: run nbgrader "
                f"generate_assignment {self._assignment}"
            )
        return key

    def _rows(
        self,
        connection: Connection,
        handed: Handed,
        record: SubmissionRecord,
        inputs: str,
        outputs: Mapping[str, str],
    ) -> None:
        key = self._key(connection)
        submission, late, extension = self._submission_row(connection, handed, key)
        by_name = {notebook.name: notebook for notebook in record.notebooks}
        rows = _notebook_rows(connection, submission, key)
        for notebook in key.notebooks:
            graded = by_name.get(notebook.name)
            if graded is not None:
                _save(connection, rows[notebook.id], notebook, graded)
            elif notebook.name in handed.missing:
                connection.execute(
                    update(_grade)
                    .where(_grade.c.notebook_id == rows[notebook.id])
                    .values(auto_score=0, needs_manual_grade=False)
                )
            if graded is not None and graded.penalised:
                self._penalise(connection, rows[notebook.id], handed.student, late)
        inputs = _with_due(inputs, key.duedate, extension)
        _finish(connection, submission, handed, inputs, outputs)

    def _submission_row(
        self, connection: Connection, handed: Handed, key: AssignmentKey
    ) -> tuple[str, float, timedelta | None]:
        """Return the id of the submission's row, made where there is none, the seconds it is late
        and the extension that was granted."""
        student = Student.__table__
        there = connection.execute(
            select(student.c.id).where(student.c.id == handed.student)
        ).one_or_none()
        if there is None:
            if not self._create:
                raise NotRecorded(
                    f"the gradebook knows no student {handed.student!r}: nbgrader db student add "
                    f"{handed.student}, or use --create"
                )
            connection.execute(insert(student).values(id=handed.student))
        found = connection.execute(
            select(_submission.c.id, _submission.c.timestamp, _submission.c.extension)
            .where(
                _submission.c.assignment_id == key.id, _submission.c.student_id == handed.student
            )
            .with_for_update()
        ).one_or_none()
        extension = found.extension if found is not None else None
        timestamp = handed.timestamp or (found.timestamp if found is not None else None)
        if found is None:
            id = _new()
            connection.execute(
                insert(_submission).values(
                    id=id,
                    assignment_id=key.id,
                    student_id=handed.student,
                    timestamp=timestamp,
                )
            )
        else:
            id = found.id
            if timestamp != found.timestamp:
                connection.execute(
                    update(_submission).where(_submission.c.id == id).values(timestamp=timestamp)
                )
        _make_rows(connection, id, key)
        if timestamp is None or key.duedate is None:
            return id, 0.0, extension
        due = key.duedate if extension is None else key.duedate + extension
        return id, max(0.0, (timestamp - due).total_seconds()), extension

    def _penalise(self, connection: Connection, row: str, student: str, late: float) -> None:
        penalty = None
        if late > 0:
            score = connection.execute(
                select(func.coalesce(func.sum(Grade.score), 0.0)).where(Grade.notebook_id == row)
            ).scalar_one()
            penalty = self._late(student, score, late)
        connection.execute(
            update(_notebook).where(_notebook.c.id == row).values(late_submission_penalty=penalty)
        )


def _save(connection: Connection, row: str, notebook: NotebookKey, graded: NotebookRecord) -> None:
    """Save points and nbgrader's own comments; what a person typed stays."""
    ids = {cell.name: cell.id for cell in notebook.cells if cell.is_graded}
    _check_known(graded.scores, ids, notebook.name)
    manual: dict[str, float | None] = dict(
        connection.execute(
            select(_grade.c.cell_id, _grade.c.manual_score)
            .where(_grade.c.notebook_id == row)
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
            update(_grade).where(
                _grade.c.notebook_id == row, _grade.c.cell_id == bindparam("cell")
            ),
            scores,
        )
    ids = {cell.name: cell.id for cell in notebook.cells if cell.is_commented}
    _check_known(graded.comments, ids, notebook.name)
    comments = [{"cell": ids[name], "auto_comment": text} for name, text in graded.comments.items()]
    if comments:
        connection.execute(
            update(_comment).where(
                _comment.c.notebook_id == row, _comment.c.cell_id == bindparam("cell")
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


def _make_rows(connection: Connection, submission: str, key: AssignmentKey) -> None:
    """Make the rows that nbgrader makes with a submission, where they are missing."""
    rows = _notebook_rows(connection, submission, key)
    new = [notebook for notebook in key.notebooks if notebook.id not in rows]
    if not new:
        return
    made = {notebook.id: _new() for notebook in new}
    connection.execute(
        insert(_notebook),
        [
            {"id": made[n.id], "assignment_id": submission, "notebook_id": n.id, "flagged": False}
            for n in new
        ],
    )
    cells = [(made[n.id], cell) for n in new for cell in n.cells]
    grades = [
        {"id": _new(), "notebook_id": row, "cell_id": cell.id, "needs_manual_grade": True}
        for row, cell in cells
        if cell.is_graded
    ]
    comments = [
        {"id": _new(), "notebook_id": row, "cell_id": cell.id}
        for row, cell in cells
        if cell.is_commented
    ]
    if grades:
        connection.execute(insert(_grade), grades)
    if comments:
        connection.execute(insert(_comment), comments)


def _notebook_rows(connection: Connection, submission: str, key: AssignmentKey) -> dict[str, str]:
    """Return the submission's notebook rows, by the assignment's notebook."""
    found = connection.execute(
        select(_notebook.c.notebook_id, _notebook.c.id).where(
            _notebook.c.assignment_id == submission
        )
    )
    return dict(found.tuples().all())


def _finish(
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


def _with_due(inputs: str, due: datetime | None, extension: timedelta | None) -> str:
    """Return what was graded, with what late penalties depend on."""
    return digest_of(inputs, str(due), str(extension))


def _new() -> str:
    return uuid4().hex
