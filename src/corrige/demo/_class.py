"""Who is in the class and what each submission must get: `demo/<assignment>/class.toml`."""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from corrige.authoring import BankEntry
from corrige.course import Course
from corrige.grading.cells import grade_id, is_test
from corrige.verdict import Outcome

TIME = "%Y-%m-%d %H:%M:%S %Z"


class DemoError(Exception):
    """The demonstration cannot be made; the text says what to do."""


@dataclass(frozen=True)
class DemoStudent:
    """One student; the fields are explained at the head of class.toml."""

    id: str
    uses: tuple[str, ...] = ()
    stub: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    added: tuple[Mapping[str, str], ...] = ()
    answer: str = ""
    deform: str = ""
    late: float = 0
    loses: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()

    @property
    def is_gradable(self) -> bool:
        """Whether nbgrader finds a notebook of the right name."""
        return self.deform != "wrong_name"


def assignments(course: Course) -> list[str]:
    """Return the names of the assignments that have a class. Raises DemoError where none has."""
    found = sorted(path.parent.name for path in (course.root / "demo").glob("*/class.toml"))
    if not found:
        raise DemoError(f"{course.root / 'demo'} holds no class: nothing to demonstrate")
    return found


def read_class(path: Path) -> tuple[datetime, list[DemoStudent]]:
    """Return the due date and the students. Raises DemoError where the file is not as it should."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        due = datetime.strptime(data["due"], TIME)
        students = [
            DemoStudent(**{key: _frozen(value) for key, value in entry.items()})
            for entry in data["student"]
        ]
    except FileNotFoundError as error:
        raise DemoError(f"{path} is missing: this course has no demonstration class") from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise DemoError(f"{path}: {error}") from error
    return due, students


def handed_in(student: DemoStudent, due: datetime) -> datetime:
    """Return when the student submitted: `late` hours after, or one hour before, the due date."""
    return due + timedelta(hours=student.late or -1)


def expected(
    student: DemoStudent, bank: Mapping[str, BankEntry], source: NotebookNode
) -> dict[str, Outcome]:
    """Return the outcome that each test cell must have for this student, by grade id.

    Raises DemoError where that depends on chance.
    """
    entries = [bank[name] for name in student.uses]
    if chancy := [entry.name for entry in entries if entry.may_lose]:
        raise DemoError(
            f"{student.id} uses {chancy[0]}, which loses some cells as chance has it: take another "
            "entry of the bank, everyone in a demonstration class gets the same each time"
        )
    failed = {*student.loses, *_all(entry.loses for entry in entries)}
    unjudged = {*student.unjudged, *_all(entry.unjudged for entry in entries)}

    def outcome(cell: str) -> Outcome:
        if any(fnmatch.fnmatch(cell, pattern) for pattern in unjudged):
            return Outcome.UNGRADABLE
        if any(fnmatch.fnmatch(cell, pattern) for pattern in failed):
            return Outcome.FAILED
        return Outcome.PASSED

    return {name: outcome(name) for c in source.cells if is_test(c) and (name := grade_id(c))}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _all(sets: Iterable[Iterable[str]]) -> set[str]:
    return {item for one in sets for item in one}
