"""Verdicts: three kinds of result that never turn into one another."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corrige import Outcome, Verdict


def test_a_passed_cell_has_all_its_points() -> None:
    verdict = Verdict.passed("a", 2)
    assert (verdict.outcome, verdict.points) == (Outcome.PASSED, 2)


@pytest.mark.parametrize("kind", [Verdict.failed, Verdict.ungradable, Verdict.fault])
def test_what_did_not_pass_has_no_points(kind) -> None:
    assert kind("a", 2, "why").points == 0


def test_only_ungradable_cells_need_a_person() -> None:
    assert Verdict.ungradable("a", 2, "why").needs_person
    assert not Verdict.failed("a", 2, "why").needs_person
    assert not Verdict.fault("a", 2, "why").needs_person


@pytest.mark.parametrize(
    ("outcome", "points"),
    [
        (Outcome.PASSED, 1),
        (Outcome.FAILED, 1),
        (Outcome.PARTIAL, 0),
        (Outcome.PARTIAL, 2),
        (Outcome.UNGRADABLE, 2),
        (Outcome.FAULT, 1),
        (Outcome.PASSED, float("nan")),
    ],
)
def test_points_that_do_not_fit_the_outcome_are_refused(outcome, points) -> None:
    with pytest.raises(ValueError, match="verdict of 'a'"):
        Verdict(cell="a", outcome=outcome, points=points, max_points=2)


@given(
    cell=st.text(),
    best=st.floats(0.5, 100),
    share=st.floats(0.01, 0.99),
    message=st.text(),
    seed=st.none() | st.integers(0, 2**48),
)
def test_json_gives_back_an_equal_verdict(cell, best, share, message, seed) -> None:
    verdict = Verdict(
        cell=cell,
        outcome=Outcome.PARTIAL,
        points=best * share,
        max_points=best,
        message=message,
        seed=seed,
    )
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict


@pytest.mark.parametrize("data", [{}, {"outcome": "passed"}, {"outcome": "wonderful", "cell": "a"}])
def test_json_that_is_no_verdict_is_a_value_error(data) -> None:
    with pytest.raises(ValueError):
        Verdict.from_json(data)
