"""`corrige explain` tells from what was recorded why a submission has its points."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from common import run_in
from conftest import SMALL, SmallCourse
from nbgrader.api import Gradebook

CHECK = '''"""Checks of the small course."""

from corrige.checks import check


@check
def test_double(double):
    """The function doubles."""
    assert double(5) == 10, "double ne va pas"
'''
ESCAPES = "def double(x):\n    raise ValueError('[red]rouge[/] \\x1b]0;titre\\x07\\x1b[2J\\u202e')"


@pytest.fixture(scope="module")
def graded_once(small_course_made: Path, tmp_path_factory: pytest.TempPathFactory) -> SmallCourse:
    """The course, its second test a hidden check, with submissions graded."""
    root = tmp_path_factory.mktemp("explain") / "course"
    shutil.copytree(small_course_made, root)
    course = SmallCourse(root)
    course.hide_a_check(CHECK)
    course.submit("ada", "def double(x):\n    return 8")
    course.submit("eve", ESCAPES)
    course.submit("guy", "def double(x):\n    return 8\nimport os\nos._exit(3)")
    assert set(course.states().values()) == {"graded"}
    return course


@pytest.fixture
def graded(graded_once: SmallCourse, copies: Callable[[SmallCourse], SmallCourse]) -> SmallCourse:
    return copies(graded_once)


def explained(course: SmallCourse, *words: str) -> dict[str, Any]:
    done = run_in(course.root, "corrige", "explain", *words, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def refused(course: SmallCourse, *words: str) -> str:
    done = run_in(course.root, "corrige", "explain", *words)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    return " ".join(done.stderr.split())


def test_it_shows_each_verdict_and_the_command_that_runs_a_check_again(graded) -> None:
    with Gradebook(f"sqlite:///{graded.gradebook}", "rnn") as gradebook:
        gradebook.find_grade("double_again", SMALL, SMALL, "ada").manual_score = 1
        gradebook.db.commit()
    found = explained(graded, "ada", SMALL)
    (notebook,) = found["notebooks"]
    first, second = notebook["cells"]
    assert (first["cell"], first["outcome"], first["points"]) == ("double_test", "passed", 2)
    assert (second["outcome"], second["recorded"]["manual"]) == ("failed", 1)
    assert "double ne va pas" in second["message"] and "AssertionError" in second["detail"]
    assert (found["total"], found["max_points"]) == (3, 7)
    words = shlex.split(second["command"])
    assert words[0] == "pytest" and str(second["seed"]) == words[words.index("--check-seed") + 1]
    again = run_in(graded.root, *words)
    assert again.returncode == 1
    assert "1 failed" in again.stdout and "double ne va pas" in again.stdout
    assert first["command"] == f"corrige validate submitted/ada/{SMALL}/{SMALL}.ipynb"
    shown = run_in(graded.root, "corrige", "explain", "ada", SMALL)
    assert shown.returncode == 0, shown.stderr
    assert "double ne va pas" in shown.stdout and "by hand 1" in " ".join(shown.stdout.split())
    assert "only for code you would run yourself" in shown.stdout
    one = run_in(graded.root, "corrige", "explain", "ada", SMALL, "double_again")
    assert second["command"] in one.stdout and "AssertionError" in one.stdout
    assert "double_test" not in one.stdout


def test_it_says_which_cell_broke_a_kernel(graded) -> None:
    (notebook,) = explained(graded, "guy", SMALL)["notebooks"]
    (broke,) = notebook["broke"]
    assert broke["cell"] == "double" and "os._exit" in broke["why"]
    assert {cell["outcome"] for cell in notebook["cells"]} == {"ungradable"}
    shown = run_in(graded.root, "corrige", "explain", "guy", SMALL).stdout
    assert "cell double broke a kernel" in shown


def test_what_students_wrote_reaches_the_terminal_inert(graded) -> None:
    for words in (("eve", SMALL), ("eve", SMALL, "double_test")):
        done = run_in(graded.root, "corrige", "explain", *words)
        assert done.returncode == 0, done.stderr
        assert "[red]rouge[/]" in "".join(done.stdout.split("\n"))
        assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)


def test_what_cannot_be_explained_is_told_with_the_next_step(graded) -> None:
    graded.submit("zoe")
    assert "did you mean petit?" in refused(graded, "ada", "petti")
    assert "did you mean ada?" in refused(graded, "adda", SMALL)
    assert "did you mean double_test" in refused(graded, "ada", SMALL, "doubletest")
    told = refused(graded, "zoe", SMALL)
    assert f"not graded yet: corrige autograde {SMALL} --student zoe" in told
    with Gradebook(f"sqlite:///{graded.gradebook}", "rnn") as gradebook:
        gradebook.add_student("max")
    assert "has handed in nothing" in refused(graded, "max", SMALL)
    notebook = nbformat.read(graded.notebook("eve"), 4)
    del notebook.metadata["corrige"]
    nbformat.write(notebook, graded.notebook("eve"))
    assert "was not graded by corrige" in refused(graded, "eve", SMALL)
    graded.notebook("ada").write_text("{")
    told = refused(graded, "ada", SMALL)
    assert f"{graded.notebook('ada')}: " in told and "--student ada --force" in told
    notebook = nbformat.read(graded.notebook("guy"), 4)
    notebook.metadata.corrige.verdicts[0]["points"] = 7
    nbformat.write(notebook, graded.notebook("guy"))
    assert "its verdicts are damaged" in refused(graded, "guy", SMALL)
