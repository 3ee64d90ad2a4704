"""What a worker is asked, what it answers, and the function between: plain values only.

`grade_job` may run in a forked process or on another machine that sees the course's folders; it
reads them, works in a scratch folder and touches neither gradebook nor course.
"""

from __future__ import annotations

import functools
import logging
import os
import tempfile
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corrige.autograde._steps import Steps
from corrige.gradebook import AssignmentKey, NotRecorded, SubmissionRecord, lay_out
from corrige.grading import KernelFault


@dataclass(frozen=True, eq=False)
class Setup:
    """What all jobs of a run share.

    config: nbgrader's configuration, without hooks, as plain data.
    """

    root: str
    assignment: str
    config: Mapping[str, Any]
    key: AssignmentKey


@dataclass(frozen=True)
class Job:
    """One submission to grade: the folder and the names of its notebooks, without suffix."""

    student: str
    folder: str
    notebooks: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What came of a job.

    record: to be written; None where there is nothing.
    problem: why the submission cannot be graded; a person must see to it.
    fault: why we could not grade it; nothing of it may be recorded.
    warnings: what was said on the way. seconds: wall-clock time it took.
    """

    student: str
    record: SubmissionRecord | None = None
    problem: str = ""
    fault: str = ""
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


def grade_job(setup: Setup, job: Job) -> Answer:
    """Grade one submission. Never raises on account of it."""
    began = time.monotonic()
    steps = _steps(setup)
    said = _Said()
    problem = fault = ""
    record = None
    steps.log.addHandler(said)
    try:
        record = _graded(steps, setup, job, said)
    except NotRecorded as error:
        problem = str(error)
    except Exception as error:
        problem, fault = _blamed(error, job)
    finally:
        steps.log.removeHandler(said)
    return Answer(
        student=job.student,
        record=record,
        problem=problem,
        fault=fault,
        warnings=tuple(said.lines),
        seconds=time.monotonic() - began,
    )


def _graded(steps: Steps, setup: Setup, job: Job, said: _Said) -> SubmissionRecord:
    with tempfile.TemporaryDirectory(prefix="corrige-", ignore_cleanup_errors=True) as scratch:
        steps.coursedir.autograded_directory = scratch
        target = Path(scratch, job.student, setup.assignment)
        target.mkdir(parents=True)
        for name in lay_out(steps.layout(), Path(job.folder), target):
            said.lines.append(f"{name} is left out: neither an ordinary file nor a folder")
        notebooks = tuple(
            steps.graded(setup.key, job.folder, target, name) for name in job.notebooks
        )
    return SubmissionRecord(job.student, notebooks)


def _blamed(error: Exception, job: Job) -> tuple[str, str]:
    """Return problem and fault: whose doing an exception is."""
    from nbgrader.nbgraderformat import ValidationError

    from corrige.grading import CorrigeError

    if isinstance(error, ValidationError):
        return f"{job.folder}: {error}; look at its cells' nbgrader metadata", ""
    if isinstance(error, FileNotFoundError) and str(error.filename).startswith(job.folder):
        return f"{error.filename} is gone: it was there when grading began", ""
    if isinstance(error, CorrigeError | KernelFault | OSError | MemoryError):
        return "", str(error) or type(error).__name__
    last = traceback.extract_tb(error.__traceback__)[-1]
    return "", f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})"


@functools.lru_cache(maxsize=1)
def _steps(setup: Setup) -> Steps:
    os.chdir(setup.root)
    return Steps.from_config(setup.root, setup.assignment, setup.config)


class _Said(logging.Handler):
    """Keeps warnings, for whoever shows the progress."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage().strip())
