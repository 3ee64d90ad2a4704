"""The verdict: what became of one test cell of one submission.

"Wrong", "could not be graded" and "our fault" are three different results. Everything above
this module hands verdicts on and never turns one kind into another.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


class Outcome(enum.StrEnum):
    """What became of a test cell."""

    PASSED = "passed"
    FAILED = "failed"
    PARTIAL = "partial"
    UNGRADABLE = "ungradable"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome of one test cell, as the trusted side recorded it.

    Attributes
    ----------
    cell: the nbgrader grade id of the test cell.
    outcome: *failed* means the student's work is wrong, *ungradable* that it could not be judged
        because of the submission (crash, time limit, broken notebook), *fault* that our side
        could not do its work (no sandbox, full disk).
    points, max_points: what the cell earned and could earn. A fault earns nothing and counts for
        nothing: it is retried, never recorded as a zero.
    message: for the student. Never holds a hidden test, its inputs or its expected values.
    detail: for the grader.
    seed: the seed of the check's inputs, to reproduce it.
    seconds: wall-clock time the cell took.

    Raises
    ------
    ValueError: points that do not fit the outcome; such a verdict must not exist.
    """

    cell: str
    outcome: Outcome
    points: float
    max_points: float
    message: str = ""
    detail: str = ""
    seed: int | None = None
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.points) and math.isfinite(self.max_points)):
            raise ValueError(f"verdict of {self.cell!r}: points must be finite numbers")
        if self.max_points < 0:
            raise ValueError(f"verdict of {self.cell!r}: max_points is negative")
        fits = {
            Outcome.PASSED: self.points == self.max_points,
            Outcome.FAILED: self.points == 0,
            Outcome.PARTIAL: 0 < self.points < self.max_points,
            Outcome.UNGRADABLE: self.points == 0,
            Outcome.FAULT: self.points == 0,
        }
        if not fits[self.outcome]:
            raise ValueError(
                f"verdict of {self.cell!r}: {self.points} of {self.max_points} points do not fit "
                f"the outcome {self.outcome}"
            )

    @property
    def needs_person(self) -> bool:
        """Whether a grader should look at it: the submission could not be judged."""
        return self.outcome is Outcome.UNGRADABLE

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data that `from_json` turns into an equal verdict."""
        return asdict(self) | {"outcome": str(self.outcome)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Verdict:
        """Build the verdict that `to_json` wrote; unknown or missing keys are a ValueError."""
        try:
            return cls(**{**data, "outcome": Outcome(data["outcome"])})
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a verdict: {error}") from error

    @classmethod
    def passed(cls, cell: str, max_points: float, **rest: Any) -> Verdict:
        return cls(
            cell=cell, outcome=Outcome.PASSED, points=max_points, max_points=max_points, **rest
        )

    @classmethod
    def failed(cls, cell: str, max_points: float, message: str, **rest: Any) -> Verdict:
        return cls._without_points(Outcome.FAILED, cell, max_points, message, **rest)

    @classmethod
    def ungradable(cls, cell: str, max_points: float, message: str, **rest: Any) -> Verdict:
        return cls._without_points(Outcome.UNGRADABLE, cell, max_points, message, **rest)

    @classmethod
    def fault(cls, cell: str, max_points: float, message: str, **rest: Any) -> Verdict:
        return cls._without_points(Outcome.FAULT, cell, max_points, message, **rest)

    @classmethod
    def _without_points(
        cls, outcome: Outcome, cell: str, max_points: float, message: str, **rest: Any
    ) -> Verdict:
        return cls(
            cell=cell, outcome=outcome, points=0.0, max_points=max_points, message=message, **rest
        )
