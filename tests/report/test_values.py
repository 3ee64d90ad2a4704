"""Statistics, pseudonyms and pages of classes written down by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import corrige.checks
from corrige.report._anonymous import anonymous
from corrige.report._page import page
from corrige.report._statistics import by_exercise, items, misconceptions
from corrige.report._values import Check, ClassResults, Result, State, Student

CHECKS = (Check("a", "one", 1.0), Check("b", "one", 1.0), Check("c", "two", 2.0))
CATALOGUES = sorted(Path(corrige.checks.__file__).parent.glob("locale/*/LC_MESSAGES/*.mo"))


def student(name: str, *points: float | None, message: str = "faux") -> Student:
    """Return a student with these points at the checks; None: could not be judged."""
    results = {}
    for check, got in zip(CHECKS, points, strict=True):
        if got is None:
            results[check.name] = Result(State.UNGRADABLE, message=message)
        elif got == check.max_points:
            results[check.name] = Result(State.PASSED, got)
        else:
            results[check.name] = Result(State.PARTIAL if got else State.FAILED, got, message)
    return Student(name, results=results, score=sum(got or 0.0 for got in points))


def class_of(*students: Student, template: tuple[str, ...] = ()) -> ClassResults:
    return ClassResults("devoir", CHECKS, students, template)


def test_difficulty_and_discrimination_are_those_worked_out_by_hand() -> None:
    found = items(
        class_of(
            student("s1", 1, 1, 2), student("s2", 1, 1, 1), student("s3", 1, 0, 0),
            student("s4", 0, 0, 1), student("s5", 0, 1, 0), student("s6", None, None, 2),
        )
    )  # fmt: skip
    a, b, c = found
    assert (a.judged, b.judged, c.judged) == (5, 5, 6)
    assert (a.difficulty, b.difficulty, c.difficulty) == (3 / 5, 3 / 5, 6 / 12)
    # Points of a: 1 1 1 0 0; the rest: 3 2 0 1 1. Covariance sum 0.8, variances 1.2 and 5.2.
    assert a.discrimination == pytest.approx(0.8 / (1.2 * 5.2) ** 0.5)


def test_a_check_that_all_pass_and_a_tiny_class_have_no_discrimination() -> None:
    few = class_of(student("s1", 1, 1, 2), student("s2", 0, 1, 0))
    assert [item.discrimination for item in items(few)] == [None, None, None]
    alike = class_of(*(student(f"s{n}", 1, n % 2, 2) for n in range(8)))
    assert items(alike)[0].discrimination is None
    assert (by_exercise(alike)[0].complete, by_exercise(alike)[0].success) == (4, 12 / 16)


def test_messages_that_differ_in_numbers_alone_are_one_and_names_with_digits_are_not() -> None:
    found = misconceptions(
        class_of(
            student("s1", 0, 1, 2, message="Ce que le test prouve.\nétat (3, 4)"),
            student("s2", 0, 1, 2, message="Ce que le test prouve.\nétat (5, 6)"),
            student("s3", 1, 0, 2, message="RNN_V2 manque"),
            student("s4", 1, 0, 2, message="RNN_V3 manque"),
        )
    )
    told = {one.message: one.students for one in found}
    assert told == {
        "état (3, 4)": ("s1", "s2"), "RNN_V2 manque": ("s3",), "RNN_V3 manque": ("s4",),
    }  # fmt: skip


def test_names_that_look_like_markup_or_formulas_are_shown_as_they_are() -> None:
    html = page(class_of(student("<i>x</i>", 0, None, 2), student("$\\frac{$", 1, 1, 2)), [], "en")
    assert "<i>" not in html and html.count("&lt;i&gt;x&lt;/i&gt;") >= 3
    assert html.count("$\\frac{$") >= 2


def test_a_class_without_students_or_grades_has_a_page() -> None:
    for results in (class_of(), class_of(Student("s1"))):
        assert "Nothing is graded yet." in page(results, None, "en")


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("un nom attendu n'est pas défini : double", "un nom attendu n'est pas défini : double"),
        ("un nom attendu n'est pas défini : léa_dupont", "un nom attendu n'est pas défini : …"),
        ("je suis Léa", "(un message propre à ce rendu, non montré)"),
        ("y : " * 500, "(un message propre à ce rendu, non montré)"),
    ],
)
def test_of_a_message_only_the_instructors_words_are_left(message: str, shown: str) -> None:
    results = class_of(student("lea", 0, 1, 2, message=message), template=("double = 1",))
    (found,) = anonymous(results, b"key", CATALOGUES).students
    told: Mapping[str, Result] = found.results
    assert told["a"].message == shown
    assert found.id != "lea"
