"""The watch: look, collect, grade some, tell students, sleep; nothing of it is kept in memory
alone but what the next full look finds again."""

from __future__ import annotations

import contextlib
import glob
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from traitlets import TraitError

from corrige.autograde import (
    AutogradeError,
    Busy,
    Chosen,
    Class,
    State,
    Stop,
    autograde,
    default_jobs,
    lock,
    open_key,
    open_store,
)
from corrige.course import Course
from corrige.gradebook import RecordError, Store
from corrige.kernel import close_shared
from corrige.watch._exchange import Inbound
from corrige.watch._ledger import Ledger, Now
from corrige.watch._nbgrader import Nbgrader
from corrige.watch._queue import Queue, Work
from corrige.watch._release import Release
from corrige.watch._report import BatchReport, WatchReport
from corrige.watch._rest import Rest
from corrige.watch._settings import Limit, Watch
from corrige.watch._wake import Sleep

_BATCH = 4
"""Submissions a job and batch: between two batches others get at the course."""

_PAUSE = 0.3
_BUSY = 1.0
_UNANNOUNCED = 5.0
"""Seconds between two batches, between two tries for the course's lock, and between looks where
the file system announces nothing."""

_RENEW = 3600.0
"""Seconds after which the warm process is started anew: its forks share one secret of `hash()`."""


@dataclass(frozen=True)
class Options:
    """What the command line says.

    poll: seconds between looks, instead of being told by the file system.
    """

    exchange: bool = False
    release: bool = False
    poll: float | None = None
    jobs: int | None = None
    unsafe: bool = False
    settings: tuple[str, ...] = ()


def watch(course: Course, assignments: Sequence[str], options: Options, report: WatchReport) -> int:
    """Grade submissions as they arrive until asked to stop; return the exit status.

    The first SIGINT, SIGTERM or SIGHUP finishes what runs (0), the second ends at once (130).

    Raises AutogradeError where it cannot begin, RecordError where the gradebook cannot be opened.
    """
    names = list(assignments) or [one.name for one in course.assignments()]
    if not names:
        raise AutogradeError(f"there is no assignment in {course.root / 'source'} to watch")
    stop = Stop()
    classes = [_class(course, name, options) for name in names]
    try:
        settings = Watch.of(classes[0].config)
    except TraitError as error:
        raise AutogradeError(f"nbgrader_config.py or a setting cannot be used: {error}") from error
    gentle = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    with (
        lock(classes[0].autograded, ".corrige-watch.lock", "corrige watch"),
        stop.listening(gentle),
        contextlib.closing(open_store(classes[0])) as store,
    ):
        unknown = _unknown(names, store)
        if assignments or len(unknown) == len(names):
            for refusal in unknown.values():
                raise refusal
        for refusal in unknown.values():
            report.note(f"{refusal}; it is not watched before this command is started anew")
        classes = [one for one in classes if one.chosen.assignment not in unknown]
        watching = _Watch(course, classes, settings, options, report, stop, store)
        try:
            watching.run()
        finally:
            watching.close()
            report.end()
    return 130 if stop.now else 0


class _Watch:
    def __init__(
        self,
        course: Course,
        classes: list[Class],
        settings: Watch,
        options: Options,
        report: WatchReport,
        stop: Stop,
        store: Store,
    ) -> None:
        self._course, self._classes, self._options = course, classes, options
        self._settings, self._report, self._stop, self._store = settings, report, stop, store
        self._limit = Limit.parse(settings.limit)
        self._jobs = options.jobs or default_jobs()
        self._ledger = Ledger(store)
        rest = Rest(settings.settle)
        self._rest, self._queue = rest, Queue(rest)
        self._said: dict[str, str] = {}
        self._renew_at = time.monotonic() + _RENEW
        self._full_at = time.monotonic() + settings.full_look
        nbgrader = Nbgrader(classes[0]) if options.exchange or options.release else None
        self._release = self._inbound = None
        if nbgrader is not None and options.release:
            self._release = Release(
                store,
                self._ledger,
                nbgrader,
                stop,
                self._jobs,
                settings.feedback,
                report.gave,
            )
        if nbgrader is not None and options.exchange:
            if not nbgrader.has_exchange:
                raise AutogradeError(
                    "there is no exchange to collect from: see c.Exchange.root and "
                    "c.CourseDirectory.course_id in nbgrader_config.py, or leave out --exchange"
                )
            self._inbound = Inbound(nbgrader, rest, report.note)
        self._sleep = Sleep(stop, report.note, announced=options.poll is None)
        # What the course's configuration does to them it does again each time it is read.
        self._environ, self._path = dict(os.environ), list(sys.path)

    def run(self) -> None:
        names = [course.chosen.assignment for course in self._classes]
        how = f"at most {self._settings.limit} a student and assignment, {self._jobs} at a time"
        self._report.begin(names, how)
        while not self._stop.soon:
            if time.monotonic() >= self._full_at:
                self._full_look()
            self._look()
            for course in self._classes:
                if not self._stop.soon:
                    self._grade(course.chosen.assignment)
            if self._stop.soon:
                return
            if time.monotonic() >= self._renew_at:
                close_shared()
                self._renew_at = time.monotonic() + _RENEW
            now = time.monotonic()
            until = min(now + self._interval(), self._queue.next(), self._full_at)
            self._sleep.sleep(max(_PAUSE, until - now))

    def close(self) -> None:
        self._sleep.close()

    def _interval(self) -> float:
        if self._options.poll is not None:
            return self._options.poll
        return self._settings.look if self._sleep.announced else _UNANNOUNCED

    def _look(self) -> None:
        """Find out what has come to rest."""
        self._rest.begin()
        there: set[Work] = set()
        try:
            folders = [self._classes[0].submitted]
            folders[0].mkdir(parents=True, exist_ok=True)
            if self._inbound is not None:
                folders.append(self._inbound.folder)
            self._sleep.watch(folders)
            for course in self._classes:
                if self._inbound is not None:
                    self._inbound.collect(course)
                excluded = set(str(course.coursedir.student_id_exclude).split(","))
                for student, folder in course.folders().items():
                    if student not in excluded:
                        work = Work(course.chosen.assignment, student)
                        self._queue.see(work, folder)
                        there.add(work)
            self._queue.forget_gone(there)
            self._say("look", "")
        except OSError as error:
            self._say("look", f"cannot look for submissions: {error}; trying again")

    def _full_look(self) -> None:
        """Begin again as at the start: what is on disk and in the gradebook counts alone."""
        self._full_at = time.monotonic() + self._settings.full_look
        try:
            with self._as_before():
                self._classes = [
                    _class(self._course, one.chosen.assignment, self._options)
                    for one in self._classes
                ]
            self._say("config", "")
        except AutogradeError as error:
            self._say("config", f"{error}; going on as it was before")
        self._queue.again()

    def _grade(self, assignment: str) -> None:
        """Grade a batch of what is ready, and tell students."""
        course = next(one for one in self._classes if one.chosen.assignment == assignment)
        folders = course.folders()
        batch = self._queue.batch(assignment, _BATCH * self._jobs)
        batch = [work for work in batch if work.student in folders]
        if not batch:
            return
        looks = {work: self._queue.looks(work) for work in batch}
        report = BatchReport(assignment, self._report)
        refused: dict[str, float] = {}
        failed: dict[str, str] = {}
        alone = False
        try:
            with self._as_before():
                self._autograde(assignment, batch, report, refused)
                self._say(assignment, "")
                failed = self._tell_students(course, batch, report, refused)
        except Busy as error:
            self._say(assignment, f"{assignment} waits: {error}")
            for work in batch:
                self._queue.wait(work, _BUSY)
            return
        except Exception as error:
            known = isinstance(error, AutogradeError | RecordError | OSError)
            # Perhaps one of them alone is to blame.
            alone = not known and len(batch) > 1
            why = str(error) if known else f"{type(error).__name__}: {error}"
            self._say(assignment, f"{assignment}: {why}; trying again")
            failed |= {work.student: "" for work in batch}
        for work in batch:
            line = report.lines.get(work.student)
            if work.student in failed or (line is not None and line.state is State.FAULT):
                seconds = self._queue.fault(work, alone=alone)
                why = failed.get(work.student) or "then it is tried again"
                self._report.waits(assignment, work.student, seconds, why)
            elif work.student in refused:
                self._queue.wait(work, refused[work.student])
            elif line is not None:
                self._queue.done(work, looks[work], final=line.state is State.NOT_GRADED)
            elif not self._stop.soon:
                self._queue.wait(work, _BUSY)

    def _autograde(
        self,
        assignment: str,
        batch: Sequence[Work],
        report: BatchReport,
        refused: dict[str, float],
    ) -> None:
        def admit(student: str, submission: str) -> bool:
            seconds = self._ledger.admit(assignment, student, submission, self._limit, Now.read())
            if seconds > 0:
                refused[student] = seconds
            return seconds <= 0

        chosen = Chosen(
            assignment,
            students=tuple(glob.escape(work.student) for work in batch),
            unsafe=self._options.unsafe,
            settings=self._options.settings,
        )
        autograde(self._course, chosen, report, jobs=self._jobs, stop=self._stop, admit=admit)

    def _tell_students(
        self,
        course: Class,
        batch: Sequence[Work],
        report: BatchReport,
        refused: dict[str, float],
    ) -> dict[str, str]:
        """Release what there is to release; return for whom it failed, and why."""
        assignment = course.chosen.assignment
        for student, seconds in refused.items():
            why = f"{self._settings.limit} have been graded"
            self._report.waits(assignment, student, seconds, why)
        if self._release is None or self._stop.now:
            return {}
        key = open_key(self._store, assignment)
        failed = {}
        for student, seconds in refused.items():
            if why := self._release.wait(course, key, student, seconds):
                failed[student] = why
        states = {student: line.state for student, line in report.lines.items()}
        graded = [s for s, state in states.items() if state in (State.GRADED, State.UNCHANGED)]
        others = [s for s, state in states.items() if state is State.FAULT]
        return failed | self._release.give(course, key, graded + others, frozenset(graded))

    @contextlib.contextmanager
    def _as_before(self) -> Iterator[None]:
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(self._environ)
            sys.path[:] = self._path

    def _say(self, about: str, text: str) -> None:
        """Say something once as long as it holds."""
        if text and self._said.get(about) != text:
            self._report.note(text)
        self._said[about] = text


def _unknown(names: Iterable[str], store: Store) -> dict[str, AutogradeError]:
    """Return what is to be told of the assignments that the gradebook does not know."""
    told = {}
    for name in names:
        try:
            open_key(store, name)
        except AutogradeError as error:
            told[name] = error
    return told


def _class(course: Course, assignment: str, options: Options) -> Class:
    chosen = Chosen(assignment, unsafe=options.unsafe, settings=options.settings)
    return Class(course, chosen)
