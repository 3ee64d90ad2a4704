"""`corrige autograde --dry-run` tells what would change, and writes nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import SMALL, SmallCourse
from nbgrader.api import Gradebook

CHECK = '''"""Checks of the small course."""

from corrige.checks import check


@check
def test_double(double):
    """The function doubles."""
    assert double({number}) == {result}, "double ne va pas"
'''


@pytest.fixture
def checked(small_course) -> SmallCourse:
    """The course with a hidden check, and three submissions graded by it."""
    small_course.hide_a_check(CHECK.format(number=5, result=10))
    small_course.submit("ada", answer="deux fois")
    small_course.submit("eve", "def double(x):\n    return x + abs(x)", answer="la somme")
    small_course.submit("guy", "def double(x):\n    return x + abs(x)")
    assert set(small_course.states().values()) == {"graded"}
    return small_course


def content(course: SmallCourse) -> dict[str, tuple[bytes, int]]:
    """Return every byte and time of the gradebook and the autograded folder."""
    found = {}
    for path in [course.gradebook, *sorted((course.root / "autograded").rglob("*"))]:
        data = path.read_bytes() if path.is_file() else os.fsencode(str(sorted(path.iterdir())))
        found[str(path)] = (data, Path(path).stat().st_mtime_ns)
    return found


def test_it_shows_exactly_whom_a_changed_check_concerns_and_writes_nothing(checked) -> None:
    with Gradebook(f"sqlite:///{checked.gradebook}", "rnn") as gradebook:
        gradebook.find_grade("words", SMALL, SMALL, "eve").manual_score = 3
        gradebook.find_grade("double_again", SMALL, SMALL, "guy").manual_score = 1.5
        gradebook.db.commit()
    before = content(checked)
    assert set(checked.states("--dry-run").values()) == {"unchanged"}
    checked.write_check(CHECK.format(number=-5, result=-10))
    events = checked.events("--dry-run")
    told = {e["student"]: e for e in events if e["event"] == "submission"}
    assert {s: e["changed"] for s, e in told.items()} == {"ada": False, "eve": True, "guy": True}
    assert (told["ada"]["before"], told["ada"]["after"], told["ada"]["cells"]) == (4, 4, [])
    assert (told["eve"]["before"], told["eve"]["after"]) == (7, 5)
    (cell,) = told["eve"]["cells"]
    assert cell["cell"] == "double_again"
    assert cell["before"] == {"points": 2, "outcome": "passed", "message": ""}
    assert (cell["after"]["points"], cell["after"]["outcome"]) == (0, "failed")
    assert "double ne va pas" in cell["after"]["message"]
    # A person's points count, before as after.
    assert (told["guy"]["before"], told["guy"]["after"]) == (3.5, 3.5)
    assert told["guy"]["cells"][0]["manual"] == 1.5
    assert events[-1]["changed"] == 2
    shown = checked.autograde("--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert "eve: 7 → 5 of 7 points" in shown.stdout and "double ne va pas" in shown.stdout
    assert "ada:" not in shown.stdout
    assert content(checked) == before
    assert checked.states() == {"ada": "graded", "eve": "graded", "guy": "graded"}
    with Gradebook(f"sqlite:///{checked.gradebook}", "rnn") as gradebook:
        scores = {s: gradebook.find_submission(SMALL, s).score for s in told}
    assert scores == {student: told[student]["after"] for student in told}


def test_it_tells_of_a_class_that_was_never_graded(small_course) -> None:
    small_course.submit("ada")
    (small_course.submit("eve") / f"{SMALL}.ipynb").rename(
        small_course.root / "submitted" / "eve" / SMALL / "autre.ipynb"
    )
    gradebook = small_course.gradebook.read_bytes()
    events = small_course.events("--dry-run", status=3)
    told = {e["student"]: e for e in events if e["event"] == "submission"}
    assert (told["ada"]["before"], told["ada"]["after"]) == (None, 4)
    assert {c["cell"] for c in told["ada"]["cells"]} == {"double_test", "double_again", "words"}
    assert "until it is renamed" in told["eve"]["why"]
    assert not (small_course.root / "autograded").exists()
    assert small_course.gradebook.read_bytes() == gradebook


def test_it_does_not_go_to_a_cluster(small_course) -> None:
    done = small_course.autograde("--dry-run", "--scheduler", "tcp://localhost:1")
    assert done.returncode == 2
    assert "--dry-run grades on this machine" in done.stderr
