"""How one check of one student stands: the verdict on it, and the points that count."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import Any

from corrige.verdict import Outcome, Verdict


class State(enum.StrEnum):
    """What is known of one check of one student."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    UNGRADABLE = "ungradable"
    WAITING = "waiting"
    """A person has not given its points yet."""
    NONE = "none"
    """Nothing is recorded: not handed in, or our side could not grade it."""

    @property
    def is_judged(self) -> bool:
        return self in (State.PASSED, State.PARTIAL, State.FAILED)


@dataclass(frozen=True)
class Result:
    """What a student got at one check. Points count only where `state.is_judged`.

    message: for the student, what is wrong. seconds: wall-clock time, None where unknown.
    """

    state: State
    points: float = 0.0
    message: str = ""
    seconds: float | None = None


def after_penalty(score: float, penalty: float) -> float:
    """Return the points that are left after those taken off for lateness: never below 0."""
    return max(0.0, score - penalty)


def result(grade: Any, verdict: Verdict | None) -> Result:
    """Judge by the points, so that a person's count; the verdict tells why.

    grade: nbgrader's row. verdict: None where none was kept.
    """
    told = str(verdict.message) if verdict else ""
    seconds = verdict.seconds if verdict and isinstance(verdict.seconds, int | float) else None
    if seconds is not None and not (math.isfinite(seconds) and seconds >= 0):
        seconds = None
    if grade.manual_score is None:
        if verdict and verdict.outcome is Outcome.UNGRADABLE:
            return Result(State.UNGRADABLE, 0.0, told, seconds)
        if grade.auto_score is None or grade.needs_manual_grade:
            return Result(State.WAITING, 0.0, told, seconds)
    points, best = float(grade.score), float(grade.max_score)
    state = State.PASSED if points >= best else State.PARTIAL if points > 0 else State.FAILED
    return Result(state, points, "" if state is State.PASSED else told, seconds)
