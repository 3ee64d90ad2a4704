"""Numbers about a class: what classical test theory and a teacher ask for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corrige.report._values import Check, ClassResults, Student
from corrige.standing import State

FEWEST = 5
"""Students below whom a correlation is not worth telling."""


@dataclass(frozen=True)
class Item:
    """Statistics of one check over the students it was judged for.

    difficulty: mean share of its points, 1 = all got it. discrimination: correlation between its
    points and those of all other checks (the point-biserial one where there is no partial
    credit), None where it is undefined or fewer than FEWEST students were judged.
    Crocker & Algina, Introduction to Classical and Modern Test Theory (1986), ch. 14.
    """

    check: Check
    judged: int
    difficulty: float | None
    discrimination: float | None


@dataclass(frozen=True)
class Exercise:
    """Success in one exercise: `success` is the share of its points, over judged checks.

    complete: students who passed all of its checks, but for those that wait for a person.
    """

    name: str
    max_points: float
    judged: int
    complete: int
    success: float | None


@dataclass(frozen=True)
class Misconception:
    """A message, the checks it came from and the students concerned."""

    message: str
    checks: tuple[str, ...]
    students: tuple[str, ...]


@dataclass(frozen=True)
class Distribution:
    """How many grades lie in each tenth of the scale, and where the middle is."""

    counts: tuple[int, ...]
    edges: tuple[float, ...]
    mean: float | None
    median: float | None
    deviation: float | None


def distribution(results: ClassResults) -> Distribution:
    grades = [grade for student in results.students if (grade := student.grade) is not None]
    most = max([results.max_score, *grades]) or 1.0
    counts, edges = np.histogram(grades, bins=10, range=(0.0, most))
    return Distribution(
        tuple(int(count) for count in counts),
        tuple(float(edge) for edge in edges),
        float(np.mean(grades)) if grades else None,
        float(np.median(grades)) if grades else None,
        float(np.std(grades, ddof=1)) if len(grades) > 1 else None,
    )


def items(results: ClassResults) -> list[Item]:
    """Return the statistics of each check that has points, in the notebook's order."""
    return [_item(check, results) for check in results.checks if check.max_points > 0]


def _item(check: Check, results: ClassResults) -> Item:
    judged = [s for s in results.graded if s.result(check).state.is_judged]
    own = np.array([s.result(check).points for s in judged])
    rest = np.array([_judged_points(s, results.checks) for s in judged]) - own
    correlation = None
    if len(judged) >= FEWEST and np.ptp(own) > 0 and np.ptp(rest) > 0:
        correlation = float(np.corrcoef(own, rest)[0, 1])
    return Item(
        check,
        len(judged),
        float(np.mean(own)) / check.max_points if judged else None,
        correlation,
    )


def _judged_points(student: Student, checks: Sequence[Check]) -> float:
    found = (student.result(check) for check in checks)
    return sum(result.points for result in found if result.state.is_judged)


def by_exercise(results: ClassResults) -> list[Exercise]:
    """Return success per exercise, in the notebook's order."""
    return [_exercise(n, results) for n in dict.fromkeys(c.exercise for c in results.checks)]


def _exercise(name: str, results: ClassResults) -> Exercise:
    checks = [check for check in results.checks if check.exercise == name]
    judged = complete = 0
    got = best = 0.0
    for student in results.graded:
        found = [(c, r) for c in checks if (r := student.result(c)).state.is_judged]
        judged += bool(found)
        states = {student.result(check).state for check in checks}
        complete += bool(found) and states <= {State.PASSED, State.WAITING}
        got += sum(result.points for _, result in found)
        best += sum(check.max_points for check, _ in found)
    return Exercise(
        name, sum(c.max_points for c in checks), judged, complete, got / best if best else None
    )


def misconceptions(results: ClassResults) -> list[Misconception]:
    """Return what failed checks told, most widespread first.

    Messages that differ in numbers alone, which are drawn afresh for each student, are one.
    """
    found: dict[str, tuple[Counter[str], dict[str, None], dict[str, None]]] = {}
    for student in results.graded:
        for check in results.checks:
            result = student.result(check)
            if result.state not in (State.FAILED, State.PARTIAL) or not result.message:
                continue
            told = finding(result.message)
            texts, checks, students = found.setdefault(_NUMBER.sub("#", told), (Counter(), {}, {}))
            texts[told] += 1
            checks[check.name] = None
            students[student.id] = None
    listed = [
        Misconception(texts.most_common(1)[0][0], tuple(checks), tuple(students))
        for texts, checks, students in found.values()
    ]
    return sorted(listed, key=lambda one: (-len(one.students), -len(one.checks), one.message))


def finding(message: str) -> str:
    """Return what a message says went wrong: a check's own first line tells what it proves."""
    first, _, rest = message.partition("\n")
    return (rest or first).strip()


def slowest(results: ClassResults, most: int = 5) -> list[Student]:
    """Return the students whose checks took longest, slowest first."""
    timed = [student for student in results.graded if student.seconds > 0]
    return sorted(timed, key=lambda student: (-student.seconds, student.id))[:most]


_NUMBER = re.compile(r"(?<!\w)\d+(?:\.\d+)?")
