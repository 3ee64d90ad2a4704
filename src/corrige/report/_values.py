"""What became of a class, as plain values: all that pages and tables are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from corrige.standing import Result, State, after_penalty


@dataclass(frozen=True)
class Check:
    """One graded cell. `exercise`: id of the solution cell that it follows.

    by_hand: a person gives its points.
    """

    name: str
    exercise: str
    max_points: float
    by_hand: bool = False


@dataclass(frozen=True)
class Student:
    """One student's work. `results`: by name of check; empty where nothing was graded.

    penalty: points taken off for lateness. attempts: when work was handed in, UTC, oldest first.
    graded_at: when what was graded was handed in. handed_in: whether it was collected.
    code: what the student wrote, to compare; never shown.
    """

    id: str
    name: str = ""
    email: str = ""
    results: Mapping[str, Result] = field(default_factory=dict)
    score: float = 0.0
    penalty: float = 0.0
    attempts: tuple[datetime, ...] = ()
    graded_at: datetime | None = None
    handed_in: bool = False
    code: str = ""

    @property
    def is_graded(self) -> bool:
        return bool(self.results)

    @property
    def waits(self) -> bool:
        """Whether a person has to see to some of it before the grade stands."""
        return any(
            result.state in (State.WAITING, State.UNGRADABLE) for result in self.results.values()
        )

    @property
    def again(self) -> datetime | None:
        """When newer work was handed in than what was graded; None where it was not."""
        if not self.is_graded or self.graded_at is None or not self.attempts:
            return None
        return self.attempts[-1] if self.attempts[-1] > self.graded_at else None

    @property
    def grade(self) -> float | None:
        """Points after the penalty, never below 0; None where nothing was graded."""
        return after_penalty(self.score, self.penalty) if self.is_graded else None

    @property
    def seconds(self) -> float:
        """Time that the checks took."""
        return sum(result.seconds or 0.0 for result in self.results.values())

    def result(self, check: Check) -> Result:
        return self.results.get(check.name, Result(State.NONE))


@dataclass(frozen=True)
class ClassResults:
    """A class's results in one assignment. `template`: code that was the instructor's."""

    assignment: str
    checks: tuple[Check, ...]
    students: tuple[Student, ...]
    template: tuple[str, ...] = ()

    @property
    def max_score(self) -> float:
        return sum(check.max_points for check in self.checks)

    @property
    def graded(self) -> tuple[Student, ...]:
        return tuple(student for student in self.students if student.is_graded)
