"""What is recorded of one submission, as plain values that any worker can send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class NotebookRecord:
    """One graded notebook, ready to be written.

    text: the notebook as nbgrader would write it, JSON.
    scores: what the autograder gives, by grade id; None waits for a person.
    comments: what nbgrader says itself under a cell ("No response."), by grade id.
    flagged: cells that could not be judged: for a person, whatever their points.
    penalised: whether a late submission may cost points (`AssignLatePenalties` is configured).
    verdicts: as JSON data.
    """

    name: str
    text: str
    scores: Mapping[str, float | None] = field(default_factory=dict)
    comments: Mapping[str, str | None] = field(default_factory=dict)
    flagged: frozenset[str] = frozenset()
    penalised: bool = False
    verdicts: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class SubmissionRecord:
    """All that is to be recorded of one submission at one time."""

    student: str
    notebooks: tuple[NotebookRecord, ...] = ()


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


class RecordError(Exception):
    """A submission could not be recorded, and it is not the student's doing; nothing of it was."""


class NotRecorded(Exception):
    """A submission cannot be recorded as it is; the text says what to do."""


class Changed(Exception):
    """The submission is no longer what was graded."""
