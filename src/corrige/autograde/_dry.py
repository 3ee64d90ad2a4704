"""Grade and record nothing: what would change, and for whom."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace

from corrige.autograde._backend import Lost
from corrige.autograde._class import AutogradeError, Chosen, Class, Found, without_hooks
from corrige.autograde._difference import Difference, Verdicts, changes, regraded
from corrige.autograde._dry_report import DryReport
from corrige.autograde._job import Answer, Job, Setup
from corrige.autograde._machine import default_jobs
from corrige.autograde._opening import folder_digest, open_key, open_pool, open_store
from corrige.autograde._report import Line, State, Summary, line_of
from corrige.autograde._stop import Stop
from corrige.course import Course
from corrige.gradebook import (
    AssignmentKey,
    Autograded,
    Handed,
    NotebookKey,
    NotRecorded,
    Store,
    StoredCell,
    StoredNotebook,
    StoredSubmission,
    SubmissionRecord,
    Writer,
    digest_of,
    read_stored,
    read_students,
    seconds_late,
)
from corrige.grading import KernelFault, NotOurs, Unreadable, read_kept


def dry_run(
    course: Course,
    chosen: Chosen,
    report: DryReport,
    *,
    jobs: int | None = None,
    force: bool = False,
) -> Summary:
    """Grade what `autograde` would grade, and tell what it would change; it writes nothing.

    The course's hooks, which may write, are not called. Points that a person typed count as they
    stand. Ctrl-C once finishes what runs, twice stops now.

    Raises AutogradeError and RecordError as `autograde` does.
    """
    began = time.monotonic()
    whole_class = Class(course, chosen)
    stop = Stop()
    summary = Summary(assignment=chosen.assignment)
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(whole_class.root))
        stack.enter_context(stop.listening())
        store = stack.enter_context(contextlib.closing(open_store(whole_class, read_only=True)))
        key = open_key(store, chosen.assignment)
        run = _DryRun(whole_class, key, store, report, stop, summary, force)
        found = whole_class.submissions(key)
        jobs = min(jobs or default_jobs(), max(1, len(found)))
        report.start(chosen.assignment, len(found), jobs)
        try:
            run.all(found, jobs)
        finally:
            summary.seconds = time.monotonic() - began
            summary.left = len(found) - sum(summary.states.values())
            summary.stopped = stop.soon
            report.end(summary)
    return summary


class _DryRun:
    def __init__(
        self,
        whole_class: Class,
        key: AssignmentKey,
        store: Store,
        report: DryReport,
        stop: Stop,
        summary: Summary,
        force: bool,
    ) -> None:
        self._class, self._key, self._report = whole_class, key, report
        self._stop, self._summary = stop, summary
        self._stored = store.read(lambda connection: read_stored(connection, key.name))
        self._known = store.read(read_students)
        self._inputs = whole_class.inputs(key)
        self._writer: Writer | None = None
        if store.has_fingerprints and not force:
            # Asked alone what is unchanged: that reads.
            steps = whole_class.steps
            tree = Autograded(whole_class.autograded)
            self._writer = Writer(store, key.name, steps.layout(), tree, steps.late_penalty)
        self._open: dict[str, Handed] = {}

    def all(self, found: list[Found], jobs: int) -> None:
        root, config = str(self._class.root), without_hooks(self._class.config)
        setup = Setup(root, self._key.name, config, self._key)
        pool = open_pool(self._class, setup, jobs, self._stop)
        try:
            for job, answer in pool.run(self._drawn(found)):
                self._take(self._open.pop(job.student), answer)
        except KernelFault as error:
            raise AutogradeError(f"nothing can be graded on this machine: {error}") from error
        finally:
            pool.close()

    def _drawn(self, found: list[Found]) -> Iterator[Job]:
        for one in found:
            try:
                handed = self._handed(one)
            except NotRecorded as error:
                self._tell(Line(student=one.student, state=State.NOT_GRADED, why=str(error)))
                continue
            if handed is None:
                self._tell(Line(student=one.student, state=State.UNCHANGED))
                continue
            self._open[one.student] = handed
            yield Job(one.student, str(one.folder), one.selected)

    def _handed(self, found: Found) -> Handed | None:
        """Return what would be graded of a submission; None where nothing has changed."""
        if not found.files:
            raise NotRecorded(found.nothing_there(self._class.notebook))
        handed = self._class.handed(found)
        inputs = digest_of(self._inputs, folder_digest(found.folder))
        if self._writer is not None and self._writer.unchanged(handed, inputs):
            return None
        if not found.selected:
            raise NotRecorded(found.misnamed())
        if found.student not in self._known and not self._class.steps.create_student:
            raise NotRecorded(f"the gradebook knows no student {found.student!r}: use --create")
        return handed

    def _take(self, handed: Handed, answer: Answer | Lost[Job]) -> None:
        student = handed.student
        if isinstance(answer, Lost):
            self._tell(Line(student=student, state=State.FAULT, why=answer.why))
            return
        if answer.record is None or answer.fault or answer.problem:
            self._tell(line_of(answer))
            return
        line = line_of(answer, max_points=self._key.max_score)
        self._tell(line, self._difference(handed, answer.record))

    def _difference(self, handed: Handed, record: SubmissionRecord) -> Difference:
        stored = self._stored.get(handed.student)
        start = stored or StoredSubmission()
        # nbgrader makes a row for each cell with the first submission of a student.
        rows = {
            notebook.name: start.notebooks.get(notebook.name) or _empty(notebook)
            for notebook in self._key.notebooks
        }
        after = regraded(replace(start, notebooks=rows), record, handed.missing)
        after = self._penalised(after, handed, record)
        return Difference(
            None if stored is None else stored.total,
            after.total,
            changes(stored, self._kept(handed), after, record),
        )

    def _penalised(
        self, after: StoredSubmission, handed: Handed, record: SubmissionRecord
    ) -> StoredSubmission:
        timestamp = handed.timestamp or after.timestamp
        late = seconds_late(timestamp, self._key.duedate, after.extension)
        notebooks = dict(after.notebooks)
        for graded in record.notebooks:
            if graded.penalised:
                one = notebooks[graded.name]
                lost = None
                if late > 0:
                    lost = self._class.steps.late_penalty(handed.student, one.score, late)
                notebooks[graded.name] = replace(one, penalty=lost or 0.0)
        return replace(after, notebooks=notebooks)

    def _kept(self, handed: Handed) -> Verdicts:
        """Return the verdicts of the last grading, as far as they can still be read."""
        found = {}
        for notebook in self._key.notebooks:
            with contextlib.suppress(Unreadable, NotOurs):
                kept = read_kept(handed.place / f"{notebook.name}.ipynb")
                found[notebook.name] = {verdict.cell: verdict for verdict in kept.verdicts}
        return found

    def _tell(self, line: Line, difference: Difference | None = None) -> None:
        self._summary.add(line)
        self._report.line(line, difference)


def _empty(notebook: NotebookKey) -> StoredNotebook:
    return StoredNotebook({cell.name: StoredCell() for cell in notebook.cells if cell.is_graded})
