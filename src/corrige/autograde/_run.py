"""Grade a class: draw jobs, hand them to workers, record what comes back, one at a time."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from corrige.autograde._backend import Backend, Lost
from corrige.autograde._class import AutogradeError, Chosen, Class, Found, without_hooks
from corrige.autograde._job import Answer, Job, Setup
from corrige.autograde._lock import lock
from corrige.autograde._machine import default_jobs
from corrige.autograde._opening import (
    folder_digest,
    open_key,
    open_pool,
    open_store,
    seconds_a_job,
)
from corrige.autograde._report import Line, Report, State, Summary, line_of
from corrige.autograde._stop import Stop
from corrige.course import Course
from corrige.gradebook import (
    AssignmentKey,
    Autograded,
    Changed,
    Handed,
    NotRecorded,
    RecordError,
    Store,
    Writer,
    digest_of,
)
from corrige.grading import KernelFault, warn_about_names

Admit = Callable[[str, str], bool]

_CHANGES = 3
"""How often a submission that changes while it is graded is taken up."""


def autograde(
    course: Course,
    chosen: Chosen,
    report: Report,
    *,
    jobs: int | None = None,
    force: bool = False,
    stop: Stop | None = None,
    admit: Admit | None = None,
    scheduler: str | None = None,
) -> Summary:
    """Grade what was handed in for an assignment and record it, as `nbgrader autograde` does.

    What was graded before is not graded again unless something it depends on has changed, or
    `force`. Ctrl-C once finishes what runs, twice stops now; either way, and after a kill, the
    same call goes on where it was.

    stop: asked instead of signals, by a caller who listens to them itself.
    admit: asked for each submission that is about to be graded, with a digest of its folder; one
        that is not admitted is passed over without a word.
    scheduler: the address of a Dask scheduler whose workers grade; empty: of the one that Dask's
    configuration names; None: this machine grades.

    Raises AutogradeError where it cannot begin, RecordError where the gradebook cannot be opened.
    """
    began = time.monotonic()
    path = list(sys.path)
    whole_class = Class(course, chosen)
    waiting = report.note if stop is None else None
    held = lock(whole_class.autograded, brief=stop is not None, waiting=waiting)
    listening: AbstractContextManager[None] = contextlib.nullcontext()
    if stop is None:
        stop = Stop()
        listening = stop.listening()
    summary = Summary(assignment=chosen.assignment)
    with held, contextlib.chdir(whole_class.root), listening:
        store = open_store(whole_class)
        with contextlib.closing(store):
            key = open_key(store, chosen.assignment)
            run = _Run(whole_class, key, store, report, stop, summary, force, admit)
            found = whole_class.submissions(key)
            if scheduler is None:
                jobs = jobs or default_jobs()
                backend = run.local(min(jobs, max(1, len(found))))
            else:
                added = tuple(place for place in sys.path if place not in path)
                backend, jobs = run.cluster(scheduler, jobs, added)
            report.start(chosen.assignment, len(found), jobs)
            try:
                run.all(found, backend)
            finally:
                summary.seconds = time.monotonic() - began
                summary.left = len(found) - sum(summary.states.values())
                report.end(summary)
    return summary


class _Run:
    def __init__(
        self,
        whole_class: Class,
        key: AssignmentKey,
        store: Store,
        report: Report,
        stop: Stop,
        summary: Summary,
        force: bool,
        admit: Admit | None = None,
    ) -> None:
        self._class, self._key, self._store, self._report = whole_class, key, store, report
        self._stop, self._summary, self._force = stop, summary, force
        self._admit = admit
        self._inputs = whole_class.inputs(key)
        self._tree = Autograded(whole_class.autograded)
        self._writer = Writer(
            store,
            key.name,
            whole_class.steps.layout(),
            self._tree,
            whole_class.steps.late_penalty,
            create=whole_class.steps.create_student,
            stop=lambda: stop.now,
        )
        self._open: dict[str, _Open] = {}
        self._again: list[_Open] = []
        self._changes: Counter[str] = Counter()

    def local(self, jobs: int) -> Backend:
        """Return workers on this machine."""
        return open_pool(self._class, self._setup(), jobs, self._stop)

    def cluster(
        self, scheduler: str, jobs: int | None, path: tuple[str, ...]
    ) -> tuple[Backend, int]:
        """Return the workers of a Dask cluster, examined, and how many jobs they take at once.

        path: where the configuration found modules of its own.
        """
        try:
            from corrige.autograde._dask import DaskCluster, errand_for
        except ImportError as error:
            raise AutogradeError(
                f"Dask is not installed ({error}): pip install 'corrige[dask]'"
            ) from error
        return DaskCluster.joined(
            scheduler,
            errand_for(self._class, self._setup(), path),
            jobs=jobs,
            stop=self._stop,
            seconds=seconds_a_job(self._class, self._key),
            note=self._report.note,
            idle=self._report.tick,
        )

    def all(self, found: list[Found], backend: Backend) -> None:
        self._tree.sweep()
        try:
            self._grade(backend, self._drawn(iter(found)))
            while self._again and not self._stop.soon:
                changed, self._again = self._again, []
                self._grade(backend, self._drawn(iter(one.found for one in changed)))
        except KernelFault as error:
            raise AutogradeError(f"nothing can be graded on this machine: {error}") from error
        finally:
            backend.close()
            self._tree.close()
        self._summary.stopped = self._stop.soon
        self._summary.changed = self._class.inputs(self._key) != self._inputs

    def _setup(self) -> Setup:
        return Setup(
            root=str(self._class.root),
            assignment=self._key.name,
            config=without_hooks(self._class.config),
            key=self._key,
        )

    def _grade(self, backend: Backend, jobs: Iterator[Job]) -> None:
        for job, answer in backend.run(jobs, idle=self._report.tick):
            one = self._open.pop(job.student)
            if isinstance(answer, Lost):
                self._tell(Line(student=job.student, state=State.FAULT, why=answer.why))
            else:
                self._take(one, answer)

    def _drawn(self, found: Iterator[Found]) -> Iterator[Job]:
        """Yield what is to be graded; what is not is told at once."""
        for listed in found:
            # Perhaps listed long ago.
            one = self._class.found(listed.student, listed.folder, self._key)
            try:
                opened = self._opened(one)
            except _NotAdmitted:
                continue
            except NotRecorded as error:
                self._tell(Line(student=one.student, state=State.NOT_GRADED, why=str(error)))
                continue
            except RecordError as error:
                self._tell(Line(student=one.student, state=State.FAULT, why=str(error)))
                continue
            if opened is None:
                self._tell(Line(student=one.student, state=State.UNCHANGED))
                continue
            self._open[one.student] = opened
            yield Job(one.student, str(one.folder), opened.handed.selected)

    def _opened(self, found: Found) -> _Open | None:
        """Return what is to be graded of a submission; None where nothing has changed."""
        if not found.files:
            raise NotRecorded(found.nothing_there(self._class.notebook))
        handed = self._class.handed(found)
        if not self._force and self._writer.unchanged(handed, self._digest(found)):
            return None
        if self._admit and not self._admit(found.student, folder_digest(found.folder)):
            raise _NotAdmitted
        self._hook("pre_convert_hook", found)
        if not found.selected:
            self._writer.register(handed)
            raise NotRecorded(found.misnamed())
        return _Open(found, self._class.handed(found), self._digest(found))

    def _digest(self, found: Found) -> str:
        return digest_of(self._inputs, folder_digest(found.folder))

    def _take(self, one: _Open, answer: Answer) -> None:
        """Record an answer, or say why there is nothing to record."""
        student, record = one.found.student, answer.record
        if answer.fault or answer.problem or record is None:
            self._tell(line_of(answer))
            return
        try:
            self._writer.record(one.handed, record, one.inputs, lambda: self._still(one))
        except Changed:
            self._changed(one)
            return
        except (NotRecorded, RecordError) as error:
            state = State.NOT_GRADED if isinstance(error, NotRecorded) else State.FAULT
            self._tell(Line(student=student, state=state, why=str(error)))
            return
        except Exception as error:
            # The course's own late penalty, for one; the others go on.
            why = f"{type(error).__name__}: {error}"
            self._tell(Line(student=student, state=State.FAULT, why=why))
            return
        self._hook("post_convert_hook", one.found)
        points = sum(s or 0.0 for n in record.notebooks for s in n.scores.values())
        best = sum(self._key.notebook(name).max_score for name in one.handed.selected)
        self._tell(line_of(answer, points=points, max_points=best))

    def _still(self, one: _Open) -> bool:
        try:
            return self._digest(one.found) == one.inputs
        except NotRecorded:
            return False

    def _changed(self, one: _Open) -> None:
        self._changes[one.found.student] += 1
        if self._changes[one.found.student] < _CHANGES and one.found.folder.is_dir():
            self._again.append(one)
            return
        why = f"{one.found.folder} was changed while it was graded; let it rest and try again"
        self._tell(Line(student=one.found.student, state=State.NOT_GRADED, why=why))

    def _hook(self, name: str, found: Found) -> None:
        """Call a hook as nbgrader does, but with the student at hand; it must not stop the run."""
        hook: Callable[..., object] | None = getattr(self._class.steps, name)
        if hook is None or hook is warn_about_names:
            # What that one says, the line of the submission says as well.
            return
        assignment, student = self._key.name, found.student
        files = list(found.files)
        if name == "post_convert_hook":
            files = [str(found.folder / f"{notebook}.ipynb") for notebook in found.selected]
        try:
            hook(assignment=assignment, student=student, notebooks=files)
        except Exception as error:
            self._report.note(f"{student}: the {name} failed: {type(error).__name__}: {error}")

    def _tell(self, line: Line) -> None:
        self._summary.add(line)
        self._report.line(line)


@dataclass(frozen=True)
class _Open:
    """A submission that is being graded, and a digest of what was handed to the worker."""

    found: Found
    handed: Handed
    inputs: str


class _NotAdmitted(Exception):
    """Not to be graded now."""
