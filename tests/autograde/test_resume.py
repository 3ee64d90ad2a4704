"""What is graded again, what is not, and what a kill may cost: time alone."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time

import pytest
from course_processes import descendants, wait_until_gone
from gradebook_rows import rows, tree
from sqlalchemy import create_engine, text

KILLS = 10


def test_what_has_not_changed_is_not_graded_again(small_course) -> None:
    for student in ("ada", "eve", "guy"):
        small_course.submit(student)
    assert set(small_course.states().values()) == {"graded"}
    before = small_course.notebook("ada").read_bytes()
    assert set(small_course.states().values()) == {"unchanged"}
    assert small_course.notebook("ada").read_bytes() == before

    small_course.submit("ada", "def double(x):\n    return x + x")
    (small_course.root / "submitted" / "eve" / "petit" / "data.txt").write_text("1")
    changed = {"ada": "graded", "eve": "graded", "guy": "unchanged"}
    assert small_course.states() == changed
    assert set(small_course.states("--force").values()) == {"graded"}


def test_deleted_results_are_made_again(small_course) -> None:
    for student in ("ada", "eve"):
        small_course.submit(student)
    small_course.states()
    expected = rows(small_course.gradebook)

    shutil.rmtree(small_course.notebook("ada").parent)
    assert small_course.states() == {"ada": "graded", "eve": "unchanged"}

    engine = create_engine(f"sqlite:///{small_course.gradebook}")
    with engine.begin() as connection:
        for query in _REMOVE:
            connection.execute(text(query))
    engine.dispose()
    assert rows(small_course.gradebook) != expected
    assert small_course.states() == {"ada": "unchanged", "eve": "graded"}
    assert rows(small_course.gradebook) == expected


_OF_EVE = """IN (SELECT m.id FROM submitted_notebook m JOIN submitted_assignment s
ON s.id = m.assignment_id WHERE s.student_id = 'eve')"""
_REMOVE = (
    f"DELETE FROM grade WHERE notebook_id {_OF_EVE}",
    f"DELETE FROM comment WHERE notebook_id {_OF_EVE}",
    f"DELETE FROM submitted_notebook WHERE id {_OF_EVE}",
    "DELETE FROM submitted_assignment WHERE student_id = 'eve'",
)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("nbgrader_config.py", "\nc.Grade.timeout = 29\n"),
        ("source/petit/notes.txt", "autre"),
        ("grader_tests/petit/test_more.py", "SEEN = True"),
    ],
)
def test_a_change_of_what_grading_depends_on_counts(small_course, name, line) -> None:
    small_course.submit("ada")
    small_course.states()
    path = small_course.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line)
    assert small_course.states() == {"ada": "graded"}
    assert small_course.states() == {"ada": "unchanged"}


def test_a_setting_without_effect_on_grading_does_not_count(small_course) -> None:
    small_course.submit("ada")
    small_course.states()
    with (small_course.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("\nc.SanitizeHTML.tags = ['p']\n")
    assert small_course.states() == {"ada": "unchanged"}


def test_points_given_by_hand_survive(small_course) -> None:
    small_course.submit("ada", "def double(x):\n    return 3", answer="parce que")
    small_course.states()
    engine = create_engine(f"sqlite:///{small_course.gradebook}")
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE grade SET manual_score = 2.5, extra_credit = 1, needs_manual_grade = 0")
        )
        connection.execute(text("UPDATE comment SET manual_comment = 'bien'"))
    engine.dispose()
    small_course.states("--force")
    found = rows(small_course.gradebook)
    assert len(found["grade"]) == 3
    assert all("2.5, 1.0, 1)" in row for row in found["grade"])
    assert all("'bien')" in row for row in found["comment"])


def test_killed_at_any_moment_it_goes_on_to_the_same_end(small_course, copies) -> None:
    for number in range(12):
        right = number % 3 or 5
        small_course.submit(f"s{number:02}", f"def double(x):\n    return {right} * x")
    undisturbed = copies(small_course)
    assert set(undisturbed.states().values()) == {"graded"}

    drawn = random.Random(20)
    for _ in range(KILLS):
        # Always something left to do, so that each kill falls into work.
        shutil.rmtree(small_course.notebook(f"s{drawn.randrange(12):02}").parent, True)
        run = small_course.start("--json")
        assert run.stdout is not None
        assert '"start"' in run.stdout.readline()
        time.sleep(drawn.uniform(0, 2))
        processes = descendants(run.pid)
        os.kill(run.pid, signal.SIGKILL)
        run.communicate()
        wait_until_gone(small_course.root, processes)
    assert set(small_course.states().values()) <= {"graded", "unchanged"}
    assert set(small_course.states().values()) == {"unchanged"}
    assert rows(small_course.gradebook) == rows(undisturbed.gradebook)
    assert tree(small_course.root / "autograded") == tree(undisturbed.root / "autograded")
    assert not list((small_course.root / "autograded").glob(".corrige/*"))
