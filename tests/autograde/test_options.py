"""What the command takes, calls and shows."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess

import nbformat
import pytest
from common import run_in
from conftest import SMALL, SmallCourse, small_notebook
from gradebook_rows import rows, tree

HOOKS = """
import json
from pathlib import Path


def before(assignment, student, notebooks):
    told("before", assignment, student, notebooks)
    Path("submitted", student, assignment, "added.txt").write_text("par le crochet")


def after(assignment, student, notebooks):
    assert Path("autograded", student, assignment).is_dir()
    told("after", assignment, student, notebooks)
    raise RuntimeError("must not stop the run")


def told(*words):
    with open("told.jsonl", "a") as file:
        print(json.dumps(words), file=file)
"""
USE_HOOKS = """
sys.path.insert(0, str(course))
c.Autograde.pre_convert_hook = "own_hooks.before"
c.Autograde.post_convert_hook = "own_hooks.after"
"""


def test_students_can_be_chosen_by_pattern(small_course) -> None:
    for student in ("ada", "adam", "eve", "guy"):
        small_course.submit(student)
    assert set(small_course.states("--student", "ad*", "--student", "guy")) == {
        "ada",
        "adam",
        "guy",
    }
    excluded = "--CourseDirectory.student_id_exclude=eve,guy"
    assert set(small_course.states(excluded)) == {"ada", "adam"}


def test_the_configuration_is_the_courses_in_a_folder_below_it_too(small_course) -> None:
    small_course.submit("ada")
    below = small_course.root / "submitted" / "ada"
    done = run_in(below, "corrige", "autograde", SMALL)
    assert done.returncode == 0, done.stderr
    assert "4 of 7 points" in done.stdout


def test_hooks_are_called_with_the_student_at_hand(small_course) -> None:
    (small_course.root / "own_hooks.py").write_text(HOOKS)
    with (small_course.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(USE_HOOKS)
    small_course.submit("ada")
    notes = [e["text"] for e in small_course.events() if e["event"] == "note"]
    assert notes == ["ada: the post_convert_hook failed: RuntimeError: must not stop the run"]
    lines = (small_course.root / "told.jsonl").read_text().splitlines()
    handed = str(small_course.root / "submitted" / "ada" / SMALL / f"{SMALL}.ipynb")
    assert [json.loads(line) for line in lines] == [
        ["before", SMALL, "ada", [handed]],
        ["after", SMALL, "ada", [handed]],
    ]
    assert (small_course.notebook("ada").parent / "added.txt").is_file()
    assert small_course.states() == {"ada": "unchanged"}


@pytest.fixture
def two_notebooks(small_course) -> SmallCourse:
    """The course with a second notebook in the assignment, and two submissions."""
    nbformat.write(small_notebook(), small_course.root / "source" / SMALL / "autre.ipynb")
    made = run_in(small_course.root, "nbgrader", "generate_assignment", SMALL, "--force")
    assert made.returncode == 0, made.stderr
    for student in ("ada", "eve"):
        folder = small_course.submit(student)
        shutil.copy(folder / f"{SMALL}.ipynb", folder / "autre.ipynb")
    # No file of the second one: nbgrader gives it no points.
    (small_course.root / "submitted" / "eve" / SMALL / "autre.ipynb").unlink()
    return small_course


def test_one_notebook_of_several_is_graded_as_by_nbgrader(two_notebooks, copies) -> None:
    theirs = copies(two_notebooks)
    # Each first one of two, then all.
    stock = run_in(theirs.root, "nbgrader", "autograde", SMALL, "--notebook", "petit")
    assert stock.returncode == 0, stock.stderr
    chosen = ("--notebook", "petit")
    assert two_notebooks.states(*chosen) == {"ada": "graded", "eve": "graded"}
    assert rows(two_notebooks.gradebook) == rows(theirs.gradebook)
    assert tree(two_notebooks.root / "autograded") == tree(theirs.root / "autograded")
    assert two_notebooks.states(*chosen) == {"ada": "unchanged", "eve": "unchanged"}
    stock = run_in(theirs.root, "nbgrader", "autograde", SMALL, "--force")
    assert stock.returncode == 0, stock.stderr
    assert two_notebooks.states() == {"ada": "graded", "eve": "unchanged"}
    assert rows(two_notebooks.gradebook) == rows(theirs.gradebook)
    assert tree(two_notebooks.root / "autograded") == tree(theirs.root / "autograded")


def test_a_file_that_may_not_be_read_is_named(small_course) -> None:
    small_course.submit("ada")
    small_course.submit("eve")
    hidden = small_course.root / "submitted" / "ada" / SMALL / f"{SMALL}.ipynb"
    hidden.chmod(0)
    words = small_course.command("--json", "--unsafe-no-sandbox")
    if os.geteuid() == 0:
        # Without the right to read what is not its own, as any other user.
        os.chown(hidden, 65534, 65534)
        words = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *words]
    done = subprocess.run(
        words, cwd=small_course.root, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 3, done.stdout + done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    lines = {e["student"]: e for e in events if e["event"] == "submission"}
    assert lines["eve"]["state"] == "graded"
    assert lines["ada"]["state"] == "not graded"
    assert f"{hidden} cannot be read (Permission denied)" in lines["ada"]["why"]
    assert "ada" not in str(rows(small_course.gradebook)["student"])


def test_a_terminal_shows_a_bar_and_only_what_wants_attention(small_course) -> None:
    small_course.submit("ada")
    (small_course.submit("eve") / f"{SMALL}.ipynb").rename(
        small_course.root / "submitted" / "eve" / SMALL / "autre.ipynb"
    )
    ours, theirs = pty.openpty()
    environment = {**os.environ, "HOME": str(small_course.root), "TERM": "xterm", "COLUMNS": "120"}
    run = subprocess.Popen(
        small_course.command(), cwd=small_course.root, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert run.wait(60) == 3
    text = shown.decode()
    assert "2/2" in text and "eve: NOT GRADED" in text
    assert "1 graded, 1 not graded" in text
    assert "ada: 4 of 7" not in text


def test_lines_are_shown_where_there_is_no_terminal(small_course) -> None:
    small_course.submit("ada")
    done = small_course.autograde()
    assert done.returncode == 0, done.stderr
    first, line, last = done.stdout.splitlines()
    assert first.startswith("petit: 1 submission, ")
    assert line.startswith("[1/1] ada: 4 of 7 points, ")
    assert last.startswith("1 graded in ")


def test_the_exit_statuses_are_documented(small_course) -> None:
    done = small_course.autograde("--help")
    for status in (0, 2, 3, 4, 130):
        assert f"\n    {status} " in done.stdout
