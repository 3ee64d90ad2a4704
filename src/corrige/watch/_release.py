"""Give students to read what they may see now, and note what they were given."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Assignment, SubmittedAssignment
from sqlalchemy import select

from corrige.autograde import Class, Stop, run_visible
from corrige.checks import speaking
from corrige.checks import translate as _
from corrige.feedback import before_due, hidden_cells, notice
from corrige.gradebook import (
    AssignmentKey,
    RecordError,
    Store,
    SubmissionRecord,
    digest_of,
    digest_of_folder,
)
from corrige.grading import read_notebook
from corrige.verdict import Outcome
from corrige.watch._ledger import Ledger
from corrige.watch._nbgrader import CommandError, Nbgrader

_WITH = ("timestamp.txt", "submission_secret.txt")
"""Files of a submission by which its student finds the pages in the exchange."""


class Release:
    """Writes and releases the pages of one course. `told` hears what each student was given."""

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        nbgrader: Nbgrader,
        stop: Stop,
        jobs: int,
        policy: str,
        told: Callable[[str, str, str], None],
    ) -> None:
        self._store, self._ledger, self._nbgrader = store, ledger, nbgrader
        self._stop, self._jobs, self._policy, self._told = stop, jobs, policy, told

    def give(
        self, course: Class, key: AssignmentKey, students: Iterable[str], graded: frozenset[str]
    ) -> dict[str, str]:
        """Give each student what is new for them; return why it failed, by student.

        graded: those of whom all is recorded. The others get the visible part at most: it depends
        on nothing else.
        """
        failed: dict[str, str] = {}
        given = self._ledger.given(key.name)
        full = self._full(key)
        inputs = course.inputs(key)
        wanted: dict[str, str] = {}
        folders = course.folders()
        for student in students:
            folder = folders.get(student)
            if folder is None or (full(student) and student not in graded):
                continue
            try:
                if full(student):
                    place = course.found(student, folder, key).place
                    page = digest_of("full", digest_of_folder(place))
                else:
                    page = digest_of("visible", inputs, digest_of_folder(folder))
            except OSError as error:
                failed[student] = f"{error.filename}: {error.strerror}"
                continue
            if given.get(student) != page:
                wanted[student] = page
        visible = [student for student in wanted if not full(student)]
        for student in wanted:
            if full(student) and not self._stop.soon:
                self._try(student, failed, lambda s: self._full_page(key, s, wanted[s]))
        if not visible or self._stop.soon:
            return failed
        for student, answer in run_visible(course, key, visible, self._stop, self._jobs):
            record = getattr(answer, "record", None)
            if record is None:
                failed[student] = (
                    getattr(answer, "problem", "")
                    or getattr(answer, "fault", "")
                    or getattr(answer, "why", "")
                )
                continue
            notebooks = self._visible(course, key, record)
            self._try(
                student,
                failed,
                lambda s, n=notebooks: self._page(  # type: ignore[misc]
                    key.name, s, folders[s], n, wanted[s], "visible tests"
                ),
            )
        return failed

    def wait(self, course: Class, key: AssignmentKey, student: str, seconds: float) -> str:
        """Tell a student when the newest submission will be graded; return why it failed, or ""."""
        failed: dict[str, str] = {}
        folder = course.folders().get(student)
        if folder is None:
            return ""
        found = course.found(student, folder, key)
        until = (datetime.now().astimezone() + timedelta(seconds=seconds)).replace(microsecond=0)
        with speaking(course.steps.grade().language):
            page = notice(
                [
                    _("This submission has arrived."),
                    _(
                        "So many have been graded lately that it has to wait: it will be graded "
                        "after {time}, unless a newer one takes its place by then."
                    ).format(time=until.isoformat(" ")),
                ]
            )

        def work(s: str) -> None:
            mark = digest_of("waiting", digest_of_folder(folder))
            if self._ledger.given(key.name).get(s) != mark:
                pages = dict.fromkeys(found.selected, page)
                self._page(key.name, s, folder, pages, mark, "when it will be graded")

        self._try(student, failed, work)
        return failed.get(student, "")

    def _full(self, key: AssignmentKey) -> Callable[[str], bool]:
        """Return what tells whether a student may see all."""
        if self._policy != "due" or key.duedate is None:
            return lambda _student: self._policy == "full"
        query = (
            select(SubmittedAssignment.student_id, SubmittedAssignment.extension)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(Assignment.name == key.name)
        )
        extensions: dict[str, timedelta | None] = self._store.read(
            lambda c: dict(c.execute(query).tuples().all())
        )
        now, due = datetime.now(UTC).replace(tzinfo=None), key.duedate
        return lambda student: now > due + (extensions.get(student) or timedelta())

    def _visible(
        self, course: Class, key: AssignmentKey, record: SubmissionRecord
    ) -> dict[str, NotebookNode]:
        source = Path(
            course.coursedir.format_path(course.coursedir.source_directory, ".", key.name)
        )
        pages = {}
        with speaking(course.steps.grade().language):
            for one in record.notebooks:
                hidden = hidden_cells(read_notebook(source / f"{one.name}.ipynb"))
                outcomes = {str(v["cell"]): Outcome(v["outcome"]) for v in one.verdicts}
                notebook = nbformat.reads(one.text, as_version=4)
                pages[one.name] = before_due(notebook, hidden, outcomes)
        return pages

    def _full_page(self, key: AssignmentKey, student: str, page: str) -> None:
        self._nbgrader.full_feedback(key.name, student)
        self._out(key.name, student, page, "feedback")

    def _page(
        self,
        assignment: str,
        student: str,
        folder: Path,
        notebooks: dict[str, NotebookNode],
        page: str,
        what: str,
    ) -> None:
        with tempfile.TemporaryDirectory(prefix="corrige-page-") as scratch:
            place = self._nbgrader.place(Path(scratch), assignment, student)
            place.mkdir(parents=True)
            for name in _WITH:
                if (folder / name).is_file() and not (folder / name).is_symlink():
                    shutil.copy(folder / name, place / name)
            self._nbgrader.page(assignment, student, notebooks, Path(scratch))
        self._out(assignment, student, page, what)

    def _out(self, assignment: str, student: str, page: str, what: str) -> None:
        if self._nbgrader.has_exchange and self._nbgrader.release_feedback(assignment, student):
            what += ", in the exchange"
        self._ledger.give(assignment, student, page)
        self._told(assignment, student, what)

    def _try(self, student: str, failed: dict[str, str], work: Callable[[str], None]) -> None:
        try:
            work(student)
        except (CommandError, RecordError, OSError) as error:
            failed[student] = f"nothing could be released: {error}"
