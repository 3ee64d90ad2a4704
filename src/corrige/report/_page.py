"""The report as one HTML page that needs nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from corrige.checks import speaking
from corrige.checks import translate as _
from corrige.pages import environment
from corrige.report._plots import attempts_plot, exercises_plot, grades_plot, heat_map
from corrige.report._similar import Pair
from corrige.report._statistics import (
    Item,
    by_exercise,
    distribution,
    items,
    misconceptions,
    slowest,
)
from corrige.report._values import ClassResults, Student
from corrige.standing import State

ROWS = 40
"""Students in one map."""


def page(
    results: ClassResults, pairs: list[Pair] | None, code: str, *, anonymous: bool = False
) -> str:
    """Return the page in the language `code` ("fr" or "en").

    pairs: submissions that are alike; None leaves the section out.
    """
    with speaking(code):
        found, exercises = distribution(results), by_exercise(results)
        days = sorted(Counter(f"{t:%F}" for s in results.students for t in s.attempts).items())
        graded = results.graded
        pictures = {
            "grades": grades_plot(found) if graded else "",
            "exercises": exercises_plot(exercises) if graded else "",
            "attempts": attempts_plot(days) if days else "",
        }
        templates = environment("corrige.report")
        templates.filters.update(remark=remark, difficulty=difficulty)
        return templates.get_template("report.html.jinja").render(
            results=results,
            anonymous=anonymous,
            found=found,
            exercises=exercises,
            items=items(results),
            misconceptions=misconceptions(results),
            ungradable=[(s, told) for s in graded if (told := _told(results, s))],
            missing=[s for s in results.students if not s.is_graded],
            again=[s for s in graded if s.again is not None],
            often=[len(s.attempts) for s in results.students if len(s.attempts) > 1],
            waiting=sum(s.waits for s in graded),
            slowest=slowest(results),
            slow_check=lambda student: _slow_check(results, student),
            days=days,
            pairs=pairs,
            # Ours, and the texts in them are escaped by matplotlib.
            heat=[(len(rows), Markup(heat_map(results.checks, rows))) for rows in _parts(results)],
            pictures={name: Markup(svg) for name, svg in pictures.items()},
        )


def _parts(results: ClassResults) -> list[Sequence[Student]]:
    """Cut the class into parts whose rows can be told apart on one sheet of paper."""
    every = results.students
    return [every[start : start + ROWS] for start in range(0, len(every), ROWS)]


def difficulty(item: Item) -> str:
    match item.difficulty:
        case None:
            return ""
        case value if value >= 0.9:
            return _("very easy")
        case value if value >= 0.7:
            return _("easy")
        case value if value >= 0.3:
            return _("medium")
        case _value:
            return _("hard")


def remark(item: Item) -> str:
    """Say what the correlation means for the author of the check."""
    match item.discrimination:
        case None:
            return _("tells nothing here: all alike, or too few students")
        case value if value < 0:
            return _("look at this check: weaker students pass it more often")
        case value if value < 0.2:
            return _("hardly tells stronger and weaker students apart")
        case _value:
            return ""


def _told(results: ClassResults, student: Student) -> dict[str, list[str]]:
    """Return why checks of a student's could not be judged, and which."""
    told: dict[str, list[str]] = {}
    for check in results.checks:
        result = student.result(check)
        if result.state is State.UNGRADABLE:
            told.setdefault(result.message or _("for an unknown reason"), []).append(check.name)
    return told


def _slow_check(results: ClassResults, student: Student) -> tuple[str, float]:
    timed: list[tuple[float, Any]] = [
        (student.result(check).seconds or 0.0, check.name) for check in results.checks
    ]
    seconds, name = max(timed)
    return name, seconds
