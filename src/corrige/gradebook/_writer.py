"""The one writer: a submission's rows and its autograded folder, both or neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Protocol

from nbgrader.api import (
    Assignment,
    Grade,
    Student,
)
from sqlalchemy import Connection, func, insert, select, update

from corrige.gradebook._fingerprint import digest_of_file
from corrige.gradebook._key import AssignmentKey, read_key
from corrige.gradebook._rows import (
    finish,
    grade_table,
    make_rows,
    new_id,
    notebook_rows,
    save,
    submitted,
    submitted_notebook,
    with_due,
)
from corrige.gradebook._store import Store, finished
from corrige.gradebook._stored import seconds_late
from corrige.gradebook._tree import Autograded, Layout
from corrige.gradebook._values import (
    Changed,
    Handed,
    NotRecorded,
    SubmissionRecord,
)


class LatePenalty(Protocol):
    """What a late notebook loses, by nbgrader's plugin: student, score, seconds late."""

    def __call__(self, student: str, score: float, seconds: float) -> float | None: ...


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
                submitted.c.extension,
            )
            .select_from(submitted)
            .join(finished, submitted.c.id == finished.c.submission_id)
            .join(Assignment, submitted.c.assignment_id == Assignment.id)
            .where(submitted.c.student_id == handed.student, Assignment.name == self._assignment)
        )
        rows = self._store.read(lambda connection: connection.execute(query).all())
        known = {row.notebook: row for row in rows}
        for name in handed.selected:
            row = known.get(name)
            if row is None or row.inputs != with_due(inputs, row.duedate, row.extension):
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
        rows = notebook_rows(connection, submission, key)
        for notebook in key.notebooks:
            graded = by_name.get(notebook.name)
            if graded is not None:
                save(connection, rows[notebook.id], notebook, graded)
            elif notebook.name in handed.missing:
                connection.execute(
                    update(grade_table)
                    .where(grade_table.c.notebook_id == rows[notebook.id])
                    .values(auto_score=0, needs_manual_grade=False)
                )
            if graded is not None and graded.penalised:
                self._penalise(connection, rows[notebook.id], handed.student, late)
        inputs = with_due(inputs, key.duedate, extension)
        finish(connection, submission, handed, inputs, outputs)

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
            select(submitted.c.id, submitted.c.timestamp, submitted.c.extension)
            .where(
                submitted.c.assignment_id == key.id,
                submitted.c.student_id == handed.student,
            )
            .with_for_update()
        ).one_or_none()
        extension = found.extension if found is not None else None
        timestamp = handed.timestamp or (found.timestamp if found is not None else None)
        if found is None:
            id = new_id()
            connection.execute(
                insert(submitted).values(
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
                    update(submitted).where(submitted.c.id == id).values(timestamp=timestamp)
                )
        make_rows(connection, id, key)
        return id, seconds_late(timestamp, key.duedate, extension), extension

    def _penalise(self, connection: Connection, row: str, student: str, late: float) -> None:
        penalty = None
        if late > 0:
            score = connection.execute(
                select(func.coalesce(func.sum(Grade.score), 0.0)).where(Grade.notebook_id == row)
            ).scalar_one()
            penalty = self._late(student, score, late)
        connection.execute(
            update(submitted_notebook)
            .where(submitted_notebook.c.id == row)
            .values(late_submission_penalty=penalty)
        )
